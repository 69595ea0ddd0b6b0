package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicLong;
import torrentkit.piece.Block;
import torrentkit.storage.WarmBuffers;

/**
 * The memory of pieces that are under assembly, being verified or being written. A worker reserves a whole piece before it asks for the
 * first block, so that every piece that was begun can be finished; segments are taken as blocks arrive. Thread-safe.
 */
public final class SegmentPool implements AutoCloseable {
    private static final int MAX_SEGMENT = 1 << 20;

    private final long limit;
    private final WarmBuffers segments;
    private final AtomicLong reserved = new AtomicLong();
    private volatile boolean refused;

    /**
     * @param limit bytes
     * @param pieceLength of the torrent, bytes
     */
    public SegmentPool(long limit, int pieceLength) {
        this.limit = limit;
        int blocks = (Math.min(pieceLength, MAX_SEGMENT) - 1) / Block.LENGTH + 1;
        this.segments = new WarmBuffers(blocks * Block.LENGTH, Integer.MAX_VALUE);
    }

    /** Bytes of a segment: a multiple of {@link Block#LENGTH}, so that no block lies in two. */
    int segmentBytes() {
        return segments.bytes();
    }

    /** A segment with anything in it, to be handed to {@link #give}. */
    ByteBuf take() {
        ByteBuf segment = segments.take();
        return segment.writerIndex(segment.capacity());
    }

    void give(ByteBuf segment) {
        segments.give(segment);
    }

    @Override
    public void close() {
        segments.close();
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

    /** Whether somebody waits for memory, as far as is known. */
    boolean isShort() {
        return refused;
    }

    /** Bytes that are reserved now. */
    public long reserved() {
        return reserved.get();
    }
}
