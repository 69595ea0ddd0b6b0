package torrentkit.downloader.peer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of pieces that are under assembly, being verified or being written. A worker reserves a whole piece before it asks
 * for the first block, so that every piece that was begun can be finished; memory itself is taken as blocks arrive. Thread-safe.
 */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong reserved = new AtomicLong();
    private volatile boolean refused;

    /** @param limit bytes */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Reserves so many bytes. A first reservation is always granted, so that a piece larger than the budget can be had at all. */
    boolean tryReserve(long bytes) {
        while (true) {
            long now = reserved.get();
            if (now > 0 && now + bytes > limit) {
                refused = true;
                return false;
            }
            if (reserved.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }

    /** Whether somebody was refused since the last call, and may be told to try again. */
    public boolean wasRefused() {
        boolean was = refused;
        refused = false;
        return was;
    }

    /** Bytes that are reserved now. */
    public long reserved() {
        return reserved.get();
    }
}
