package torrentkit.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Direct buffers of one size that are used again, the last used first: memory that the caches hold and the kernel has mapped costs much
 * less to fill than new. Thread-safe; its lock is held for a push or a pop.
 */
public final class WarmBuffers implements AutoCloseable {
    private final int bytes;
    private final int maxKept;
    private final Deque<ByteBuf> free = new ArrayDeque<>(); // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param bytes of each buffer
     * @param maxKept buffers that wait to be used again; more are freed when they come back
     */
    public WarmBuffers(int bytes, int maxKept) {
        this.bytes = bytes;
        this.maxKept = maxKept;
    }

    /** Bytes of each buffer. */
    public int bytes() {
        return bytes;
    }

    /** A buffer with anything in it, reader and writer index 0, to be handed to {@link #give} by who takes it. */
    public ByteBuf take() {
        synchronized (this) {
            ByteBuf warm = free.pollFirst();
            if (warm != null) {
                return warm.clear();
            }
        }
        return UnpooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
    }

    /** Takes back a buffer that nobody else holds. */
    public void give(ByteBuf buffer) {
        synchronized (this) {
            if (!closed && free.size() < maxKept) {
                free.addFirst(buffer);
                return;
            }
        }
        buffer.release();
    }

    /** Frees what is not in use, and from now on what comes back. */
    @Override
    public synchronized void close() {
        closed = true;
        free.forEach(ByteBuf::release);
        free.clear();
    }
}
