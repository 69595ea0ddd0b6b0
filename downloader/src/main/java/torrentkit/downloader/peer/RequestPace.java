package torrentkit.downloader.peer;

import torrentkit.peer.RateLimit;
import torrentkit.piece.Block;

/**
 * When one peer may be asked for blocks: takes their bytes from the limit of the download, and of all downloads of the process, for some
 * blocks together, since what was asked for arrives at the pace of the asking. Belongs to the worker's event loop.
 */
final class RequestPace {
    /**
     * All workers' batches together are this part of a second's bytes, so that data comes evenly and no worker waits long behind
     * others.
     */
    private static final int ROUNDS_PER_SECOND = 50;

    private static final int MAX_BATCH = 512 * 1024;

    /** The part of a second's bytes that all workers together may still wait for when the limit has changed. */
    private static final int KEPT_PER_SECOND = 10;

    private final RateLimit limit;
    private int changes; // when bytes were last taken
    private int paid;
    private boolean changed;

    RequestPace(RateLimit limit) {
        this.limit = limit;
        this.changes = limit.changes();
    }

    boolean isLimited() {
        return limit.isLimited();
    }

    /** Whether a block was paid for, so that it may be asked for now or when the wait is over. */
    boolean isPaid() {
        return paid >= Block.LENGTH;
    }

    /**
     * Takes the bytes of some blocks, at least of one.
     *
     * @param blocks that the peer can be asked for now
     * @param workers that share the limit, as far as is known
     * @return nanoseconds until they may be asked for
     */
    long pay(int blocks, int workers) {
        changed |= isOutdated();
        changes = limit.changes();
        long batch = Math.min(MAX_BATCH, limit.leastBytesPerSecond() / ROUNDS_PER_SECOND / Math.max(1, workers));
        int bytes = (int) Math.max(Block.LENGTH, Math.min((long) blocks * Block.LENGTH, batch)) - paid;
        paid += bytes;
        return limit.reserve(bytes);
    }

    /** Whether the limit was another one when this was last asked: told once, by whoever has to wait for it. */
    boolean takesChange() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /**
     * Requests that may be in flight at a pace that has just become another: what comes of them comes at the pace of before, so it is
     * little, and counts.
     *
     * @param inFlight how many there are
     * @param workers that share the limit, as far as is known
     */
    int keep(int inFlight, int workers) {
        long blocks = limit.leastBytesPerSecond() / KEPT_PER_SECOND / Block.LENGTH / Math.max(1, workers);
        int kept = (int) Math.min(inFlight, 1 + blocks);
        limit.reserve((long) kept * Block.LENGTH);
        return kept;
    }

    /** A block is asked for. */
    void use(int bytes) {
        paid = Math.max(0, paid - bytes);
    }

    /** Gives back what was taken and not used. */
    void giveBack() {
        unanswered(paid);
        paid = 0;
    }

    /** Bytes that were asked for will not come. */
    void unanswered(int bytes) {
        if (bytes > 0 && !isOutdated()) { // else the limit has forgotten that they were taken
            limit.giveBack(bytes);
        }
    }

    /** Whether the limit was changed since bytes were last taken, so that the wait for them means nothing any more. */
    boolean isOutdated() {
        return changes != limit.changes();
    }
}
