package torrentkit.downloader.peer;

import torrentkit.downloader.work.Suggestions;
import torrentkit.piece.Bitfield;

/**
 * What a peer would have us ask for (BEP 6): the pieces that it suggests, and those that it gives even while it chokes us. Belongs to the
 * worker's event loop.
 */
final class Hints {
    /** The field allows ten. */
    private static final int MAX_ALLOWED = 64;

    /** After its last suggestion a peer is taken at its word for so long, nanoseconds. */
    private static final long SUGGESTING = 3_000_000_000L;

    private final Suggestions suggestions = new Suggestions();
    private final Bitfield allowed;
    private long suggestingUntil;

    /** @param pieceCount of the torrent */
    Hints(int pieceCount) {
        this.allowed = new Bitfield(pieceCount);
    }

    void suggested(int index, long now) {
        suggestions.add(index);
        suggestingUntil = now + SUGGESTING;
    }

    Suggestions suggestions() {
        return suggestions;
    }

    /**
     * Whether the peer has more to suggest, as a rule, when what it suggested has come: it spreads distinct pieces over its peers, and is
     * not to be asked for others meanwhile.
     */
    boolean areToCome(long now) {
        return suggestions.isEmpty() && now < suggestingUntil;
    }

    void allowed(int index) {
        if (allowed.count() < MAX_ALLOWED) {
            allowed.set(index);
        }
    }

    /** The peer refused it while it choked us. */
    void refused(int index) {
        allowed.clear(index);
    }

    boolean allowsSome() {
        return !allowed.isEmpty();
    }

    boolean allows(int index) {
        return allowed.has(index);
    }

    /** Those of the pieces that it gives while it chokes us. */
    Bitfield allowedOf(Bitfield pieces) {
        Bitfield both = new Bitfield(pieces.size());
        for (int i = allowed.nextSet(0); i >= 0; i = allowed.nextSet(i + 1)) {
            if (pieces.has(i)) {
                both.set(i);
            }
        }
        return both;
    }
}
