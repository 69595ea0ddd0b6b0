package torrentkit.downloader.peer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import torrentkit.piece.PieceHasher;

/**
 * Finds who sent wrong data. A wrong piece that one contributor sent names it. Of one that several sent, the digest of each block and its
 * sender are kept until the piece has come right: whose block differed has lied, and nobody else. Meanwhile all of them are suspects and
 * fetch pieces alone. Thread-safe; called on storage threads.
 */
public final class Blame {
    /** Wrong pieces that are remembered, at most: more than that at the same time only liars produce. */
    private static final int MAX = 64;

    private final Map<Integer, List<Sent>> wrong = new LinkedHashMap<>();

    /** A block as it came with a wrong piece. The first 8 bytes of its SHA-1 tell it from the right one: that cannot be forged. */
    private record Sent(int number, Contributor sender, long digest) {}

    /** A piece was wrong. Answers who is certain to have sent wrong data. */
    public List<Contributor> wrong(PieceAssembly piece, PieceHasher hasher) {
        List<Contributor> senders = piece.senders();
        if (senders.size() == 1) {
            return senders;
        }
        senders.forEach(Contributor::suspected);
        List<Sent> blocks = new ArrayList<>(piece.blockCount());
        for (int i = 0; i < piece.blockCount(); i++) {
            blocks.add(new Sent(i, piece.sender(i), digest(piece, i, hasher)));
        }
        synchronized (wrong) {
            wrong.merge(piece.index(), blocks, (before, now) -> {
                List<Sent> both = new ArrayList<>(before);
                both.addAll(now);
                return both.size() > 8 * now.size() ? now : both;
            });
            if (wrong.size() > MAX) {
                wrong.remove(wrong.keySet().iterator().next());
            }
        }
        return List.of();
    }

    /** A piece was right. Answers who sent wrong blocks of it before. */
    public List<Contributor> right(PieceAssembly piece, PieceHasher hasher) {
        List<Contributor> senders = piece.senders();
        if (senders.size() == 1) {
            senders.get(0).trusted();
        }
        List<Sent> before;
        synchronized (wrong) {
            if (wrong.isEmpty()) {
                return List.of();
            }
            before = wrong.remove(piece.index());
        }
        if (before == null) {
            return List.of();
        }
        long[] digests = new long[piece.blockCount()];
        for (int i = 0; i < digests.length; i++) {
            digests[i] = digest(piece, i, hasher);
        }
        return before.stream()
                .filter(sent -> sent.digest != digests[sent.number])
                .map(Sent::sender)
                .distinct()
                .toList();
    }

    private static long digest(PieceAssembly piece, int number, PieceHasher hasher) {
        return ByteBuffer.wrap(piece.digest(number, hasher)).getLong();
    }
}
