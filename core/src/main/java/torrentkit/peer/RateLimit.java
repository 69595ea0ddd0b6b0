package torrentkit.peer;

import java.util.function.LongSupplier;

/**
 * A bound on bytes per second that several senders share. Who wants to send takes the bytes at once and is told how long to wait, so
 * that senders are served in the order in which they ask, and nobody has to be woken. Over any time at most {@link #BURST_NANOS} worth
 * of bytes more than the rate go out; time that was lost to late timers is made up within the same bound. Thread-safe; without a limit
 * it costs one volatile read.
 */
public final class RateLimit {
    /** How much may be sent ahead of the rate after a pause, as time: 100 ms. */
    public static final long BURST_NANOS = 100_000_000;

    private static final double SECOND = 1e9;

    private final LongSupplier clock;
    private volatile long bytesPerSecond;
    private long paidUntil; // the moment up to which the rate is used up; guarded by this

    private RateLimit(long bytesPerSecond, LongSupplier clock) {
        this.clock = clock;
        this.bytesPerSecond = require(bytesPerSecond);
        this.paidUntil = clock.getAsLong();
    }

    /** A limit that does not limit until it is {@linkplain #change changed}. */
    public static RateLimit unlimited() {
        return of(0);
    }

    /** @param bytesPerSecond 0 for no limit */
    public static RateLimit of(long bytesPerSecond) {
        return of(bytesPerSecond, System::nanoTime);
    }

    /**
     * @param bytesPerSecond 0 for no limit
     * @param clock monotonic time, nanoseconds
     */
    public static RateLimit of(long bytesPerSecond, LongSupplier clock) {
        return new RateLimit(bytesPerSecond, clock);
    }

    /** Bytes per second; 0 for no limit. */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Whether there is a limit at all. */
    public boolean isLimited() {
        return bytesPerSecond > 0;
    }

    /**
     * Sets another rate from now on. What was taken and not sent by then does not count any more: who waits may ask again.
     *
     * @param bytesPerSecond 0 for no limit
     */
    public synchronized void change(long bytesPerSecond) {
        if (require(bytesPerSecond) != this.bytesPerSecond) {
            this.bytesPerSecond = bytesPerSecond;
            paidUntil = clock.getAsLong();
        }
    }

    /**
     * Takes the bytes at once.
     *
     * @param bytes at least 0
     * @return nanoseconds to wait before they may be sent; 0: now
     */
    public long reserve(long bytes) {
        return bytesPerSecond == 0 ? 0 : take(bytes);
    }

    private synchronized long take(long bytes) {
        long rate = bytesPerSecond;
        if (rate == 0) {
            return 0;
        }
        long now = clock.getAsLong();
        if (paidUntil - now < 0) {
            paidUntil = now;
        }
        paidUntil += nanos(bytes, rate);
        return Math.max(0, paidUntil - now - BURST_NANOS);
    }

    /** Gives back bytes that were taken and will not be sent. */
    public void giveBack(long bytes) {
        if (bytesPerSecond == 0) {
            return;
        }
        synchronized (this) {
            if (bytesPerSecond > 0) {
                paidUntil -= nanos(bytes, bytesPerSecond);
            }
        }
    }

    private static long nanos(long bytes, long rate) {
        return (long) (bytes * SECOND / rate);
    }

    private static long require(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "a rate is 0 (no limit) or more bytes per second, not " + bytesPerSecond);
        }
        return bytesPerSecond;
    }
}
