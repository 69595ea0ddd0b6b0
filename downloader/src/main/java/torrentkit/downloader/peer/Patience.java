package torrentkit.downloader.peer;

import java.util.function.LongSupplier;

/**
 * How long a peer's silence is borne, in steps: after a while others may take over what it was asked for, after longer all that it has is
 * given to others. Belongs to the worker's event loop, but for {@link #isStalled()}.
 */
final class Patience {
    static final long SECOND = 1_000_000_000L;

    /** Without a block for so long, a peer that has work counts as stalled. */
    private static final long SILENCE = 3 * SECOND;

    private static final long ANSWER_TIMEOUT = 30 * SECOND;
    private static final long MIN_ANSWER_TIMEOUT = 5 * SECOND;

    /** How long a worker that may not ask keeps its unfinished pieces. */
    private static final long WITHOUT_TURN = SECOND;

    /** The same when others cannot go on with them: the peer may be back after one round of its choking. */
    private static final long ALONE_WITHOUT_TURN = 12 * SECOND;

    private final LongSupplier clock;
    private long chokedSince;
    private long lastBlock;
    private boolean snubbed;
    private volatile long lastProgress;

    Patience(LongSupplier clock) {
        this.clock = clock;
    }

    void choked(long now) {
        chokedSince = now;
    }

    void unchoked(long now) {
        lastBlock = now;
    }

    /** A block has come. */
    void answered(long now) {
        lastBlock = now;
        lastProgress = now;
    }

    /** Waiting begins now. */
    void progress(long now) {
        lastProgress = now;
    }

    /** Whether nothing has come for so long that others may take over. Any thread. */
    boolean isStalled() {
        return clock.getAsLong() - lastProgress > SILENCE;
    }

    /**
     * Whether to give up now what a worker has that may not ask.
     *
     * @param pausedUntil when the last pause ends, or ended
     * @param alone whether what it brought would be lost
     */
    boolean isOver(long now, long pausedUntil, boolean alone) {
        return now - Math.max(chokedSince, pausedUntil) > (alone ? ALONE_WITHOUT_TURN : WITHOUT_TURN);
    }

    /**
     * Whether no answer is to be hoped for any more.
     *
     * @param oldestSent when the oldest request was sent
     * @param soon whether less is to be borne
     */
    boolean isLost(long now, long oldestSent, boolean soon) {
        return now - Math.max(lastBlock, oldestSent) > (soon ? MIN_ANSWER_TIMEOUT : ANSWER_TIMEOUT);
    }

    /** Whether it has stalled just now: it is asked for nothing more until it has answered everything. */
    boolean snubs() {
        boolean begins = !snubbed && isStalled();
        snubbed |= begins;
        return begins;
    }

    /** @param inFlight requests that it has not answered */
    boolean isSnubbed(int inFlight) {
        snubbed &= inFlight > 0;
        return snubbed;
    }
}
