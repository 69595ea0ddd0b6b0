package torrentkit.peer;

import java.util.function.LongSupplier;

/**
 * A bound on bytes per second that several senders share. Who wants to send takes the bytes at once and is told how long to wait, so
 * that senders are served in the order in which they ask, and nobody has to be woken. Over any time at most {@link #BURST_NANOS} worth
 * of bytes more than the rate go out; time that was lost to late timers is made up within the same bound. A limit may be of a part of
 * what another one limits, as a torrent is of a process: who takes bytes from the part takes them from the whole as well. Thread-safe;
 * without a limit it costs one volatile read, of a part two.
 */
public final class RateLimit {
    /** How much may be sent ahead of the rate after a pause, as time: 100 ms. */
    public static final long BURST_NANOS = 100_000_000;

    private static final double SECOND = 1e9;

    private final LongSupplier clock;
    private final RateLimit whole; // null: this is all
    private volatile long bytesPerSecond;
    private volatile int changes;
    private long paidUntil; // the moment up to which the rate is used up; guarded by this

    private RateLimit(long bytesPerSecond, LongSupplier clock, RateLimit whole) {
        this.clock = clock;
        this.whole = whole;
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
        return new RateLimit(bytesPerSecond, clock, null);
    }

    /**
     * The limit of a part of what this limits. Both hold for the part.
     *
     * @param bytesPerSecond of the part; 0 for no limit but that of the whole
     */
    public RateLimit part(long bytesPerSecond) {
        return new RateLimit(bytesPerSecond, clock, this);
    }

    /** Bytes per second, as it was set; 0 for no limit. */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Bytes per second that may be had at most: the least of this and the wholes that it is a part of; 0 for no limit. */
    public long leastBytesPerSecond() {
        long own = bytesPerSecond;
        long most = whole == null ? 0 : whole.leastBytesPerSecond();
        return own == 0 || most == 0 ? Math.max(own, most) : Math.min(own, most);
    }

    /** Whether there is a limit at all. */
    public boolean isLimited() {
        return bytesPerSecond > 0 || whole != null && whole.isLimited();
    }

    /** A number that becomes another one when this is changed, or a whole that it is a part of. */
    public int changes() {
        return whole == null ? changes : changes + whole.changes();
    }

    /**
     * Sets another rate from now on. What was taken and not sent by then does not count any more: who waits may ask again, and gives
     * nothing back.
     *
     * @param bytesPerSecond 0 for no limit
     */
    public synchronized void change(long bytesPerSecond) {
        if (require(bytesPerSecond) != this.bytesPerSecond) {
            this.bytesPerSecond = bytesPerSecond;
            paidUntil = clock.getAsLong();
            changes++;
        }
    }

    /**
     * Takes the bytes at once.
     *
     * @param bytes at least 0
     * @return nanoseconds to wait before they may be sent; 0: now
     */
    public long reserve(long bytes) {
        long wait = bytesPerSecond == 0 ? 0 : take(bytes);
        return whole == null ? wait : Math.max(wait, whole.reserve(bytes));
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
        if (bytesPerSecond > 0) {
            put(bytes);
        }
        if (whole != null) {
            whole.giveBack(bytes);
        }
    }

    private synchronized void put(long bytes) {
        if (bytesPerSecond > 0) {
            paidUntil -= nanos(bytes, bytesPerSecond);
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
