package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import torrentkit.piece.Block;

/**
 * The memory of pieces that are under assembly, being verified or being written. A worker reserves a whole piece before it asks for the
 * first block, so that every piece that was begun can be finished; segments are taken as blocks arrive, and used again: memory that the
 * caches and the kernel know already is much cheaper than new. Thread-safe.
 */
public final class SegmentPool implements AutoCloseable {
    private static final int MAX_SEGMENT = 1 << 20;

    private final long limit;
    private final int segmentBytes;
    private final Deque<ByteBuf> free = new ArrayDeque<>(); // guarded by itself
    private final AtomicLong reserved = new AtomicLong();
    private volatile boolean refused;
    private boolean closed; // guarded by free

    /**
     * @param limit bytes
     * @param pieceLength of the torrent, bytes
     */
    public SegmentPool(long limit, int pieceLength) {
        this.limit = limit;
        int blocks = (Math.min(pieceLength, MAX_SEGMENT) - 1) / Block.LENGTH + 1;
        this.segmentBytes = blocks * Block.LENGTH;
    }

    /** Bytes of a segment: a multiple of {@link Block#LENGTH}, so that no block lies in two. */
    int segmentBytes() {
        return segmentBytes;
    }

    /** A segment with anything in it, to be handed to {@link #give}. */
    ByteBuf take() {
        synchronized (free) {
            ByteBuf segment = free.pollFirst(); // the one used last is the one that caches hold
            if (segment != null) {
                return segment;
            }
        }
        return UnpooledByteBufAllocator.DEFAULT.directBuffer(segmentBytes, segmentBytes).writerIndex(segmentBytes);
    }

    void give(ByteBuf segment) {
        synchronized (free) {
            if (!closed) {
                free.addFirst(segment);
                return;
            }
        }
        segment.release();
    }

    /** Frees what is not in use, and from now on what comes back. */
    @Override
    public void close() {
        synchronized (free) {
            closed = true;
            free.forEach(ByteBuf::release);
            free.clear();
        }
    }

    /** Reserves so many bytes. A first reservation is always granted, so that a piece larger than the budget can be had at all. */
    boolean tryReserve(long bytes) {
        if (reserve(bytes)) {
            return true;
        }
        refused = true;
        return reserve(bytes); // what was released just before the mark was set would tell nobody
    }

    private boolean reserve(long bytes) {
        while (true) {
            long now = reserved.get();
            if (now > 0 && now + bytes > limit) {
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
