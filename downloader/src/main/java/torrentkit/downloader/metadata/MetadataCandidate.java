package torrentkit.downloader.metadata;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import torrentkit.wire.MetadataMessage;

/**
 * One attempt at the info dictionary, of the length that its senders claim: what has arrived, from whom, and what was asked. Memory is
 * taken for what has arrived only. Not thread-safe: the book's.
 */
final class MetadataCandidate<P> {
    /** After so long another peer may be asked for the same piece too. */
    private static final long PATIENCE = 3_000_000_000L;

    private final int length;
    private final byte[][] pieces;
    private final Map<Integer, Map<P, Long>> asked = new HashMap<>(); // piece to who was asked, and when
    private final Set<P> senders = new HashSet<>();
    private final long begun;
    private int missing;
    private int bufferedBytes;

    MetadataCandidate(int length, long now) {
        this.length = length;
        this.pieces = new byte[MetadataMessage.pieces(length)][];
        this.missing = pieces.length;
        this.begun = now;
    }

    int length() {
        return length;
    }

    long begun() {
        return begun;
    }

    /** Bytes that are held. */
    int bufferedBytes() {
        return bufferedBytes;
    }

    Set<P> senders() {
        return senders;
    }

    boolean isWhole() {
        return missing == 0;
    }

    /** What to ask this peer next: what nobody was asked, or else what others have not sent for a while. Noted as asked. */
    OptionalInt ask(P peer, long now) {
        int late = -1;
        for (int i = 0; i < pieces.length; i++) {
            if (pieces[i] == null) {
                Map<P, Long> who = asked.get(i);
                if (who == null || who.isEmpty()) {
                    return noted(peer, i, now);
                }
                if (late < 0 && !who.containsKey(peer) && who.values().stream().allMatch(at -> now - at > PATIENCE)) {
                    late = i;
                }
            }
        }
        return late < 0 ? OptionalInt.empty() : noted(peer, late, now);
    }

    private OptionalInt noted(P peer, int piece, long now) {
        asked.computeIfAbsent(piece, unasked -> new HashMap<>()).put(peer, now);
        return OptionalInt.of(piece);
    }

    /** The peer will not send what it was asked, or has gone. */
    void forget(P peer) {
        asked.values().forEach(who -> who.remove(peer));
    }

    void forget(P peer, int piece) {
        asked.getOrDefault(piece, Map.of()).remove(peer);
    }

    /** Takes a piece of the right length; one that is there already says nothing new. */
    void take(P peer, int piece, byte[] bytes) {
        asked.remove(piece);
        if (pieces[piece] == null) {
            pieces[piece] = bytes;
            senders.add(peer);
            bufferedBytes += bytes.length;
            missing--;
        }
    }

    byte[] join() {
        byte[] whole = new byte[length];
        for (int i = 0; i < pieces.length; i++) {
            System.arraycopy(pieces[i], 0, whole, i * MetadataMessage.PIECE_BYTES, pieces[i].length);
        }
        return whole;
    }
}
