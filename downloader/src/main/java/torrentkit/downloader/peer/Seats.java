package torrentkit.downloader.peer;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many workers of a download ask for pieces at the same time: never more than allowed, and, where a rate limit holds, no more than
 * it takes to reach it, so that a slow download has few pieces unfinished. Touched once a piece at most. Thread-safe.
 */
public final class Seats {
    private final int most;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private volatile boolean refused;

    /** @param most workers, at least 1 */
    public Seats(int most) {
        this.most = most;
    }

    /**
     * A worker wants to ask for pieces. It tries again when it is woken or its second is over.
     *
     * @param begun whether it has begun a piece, so that it goes on even where the rate limit is reached
     */
    boolean tryTake(boolean begun) {
        if (take(begun)) {
            return true;
        }
        refused = true;
        return take(begun); // who left just before the mark was set would tell nobody
    }

    private boolean take(boolean begun) {
        while (begun || held.get() == 0) {
            int now = taken.get();
            if (now >= most) {
                return false;
            }
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A worker asks no more. Answers whether others may have waited for that and are to be woken; they are not when it found no work,
     * or idle workers would wake each other without end.
     */
    boolean leave(boolean worked) {
        taken.decrementAndGet();
        if (!worked || !refused) {
            return false;
        }
        refused = false;
        return true;
    }

    /** A worker waits for the rate limit, so one more would only have to wait too. */
    void hold() {
        held.incrementAndGet();
    }

    /** A worker does not wait for the rate limit any more. */
    void unhold() {
        held.decrementAndGet();
    }

    /** Workers that ask for pieces. */
    public int taken() {
        return taken.get();
    }

    /** Whether the rate limit holds requests back at this moment. */
    public boolean isHeld() {
        return held.get() > 0;
    }
}
