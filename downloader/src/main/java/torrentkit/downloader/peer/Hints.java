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

    /** How long it is asked only for what it suggests when it has refused something else, nanoseconds. */
    private static final long REFUSED = 1_000_000_000L;

    /** Blocks in flight from a peer that suggests what to ask for, when there is none that it suggested. */
    private static final int UNSUGGESTED = 2;

    private final Suggestions suggestions = new Suggestions();
    private final Bitfield allowed;
    private long suggestingUntil;
    private long refusedUntil;

    /** @param pieceCount of the torrent */
    Hints(int pieceCount) {
        this.allowed = new Bitfield(pieceCount);
    }

    void suggested(int index, long now) {
        suggestions.add(index);
        suggestingUntil = now + SUGGESTING;
        refusedUntil = now;
    }

    Suggestions suggestions() {
        return suggestions;
    }

    /**
     * Whether the peer may be asked for a piece of our choice. One that suggests spreads distinct pieces over its peers, and has more to
     * suggest when those have come.
     *
     * @param inFlight requests that it has not answered
     * @param memoryShort whether there may be no room for what it suggests, but only for what others have left
     */
    boolean mayChoose(int inFlight, long now, boolean memoryShort) {
        if (now < refusedUntil) {
            return !suggestions.isEmpty() && !memoryShort;
        }
        return !suggestions.isEmpty() || now >= suggestingUntil || inFlight < UNSUGGESTED;
    }

    /** The peer has refused a piece. Answers whether that is because it suggests others: then it is not that it has too much to do. */
    boolean refusedChoice(long now) {
        boolean suggests = now < suggestingUntil;
        refusedUntil = suggests ? now + REFUSED : refusedUntil;
        return suggests;
    }

    void allowed(int index) {
        if (allowed.count() < MAX_ALLOWED) {
            allowed.set(index);
        }
    }

    /** The peer refused it while it choked us. */
    void refusedAllowed(int index) {
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
