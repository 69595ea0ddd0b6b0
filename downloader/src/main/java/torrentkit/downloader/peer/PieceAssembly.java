package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.PieceHasher;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.Storage;

/**
 * One piece while its blocks arrive from one peer, and after that until it is written. Its memory is taken in segments as blocks
 * arrive, out of a reservation for the whole. Has one user at a time: the worker on its event loop, then, once delivered, a storage
 * thread.
 */
public final class PieceAssembly {
    /** A multiple of {@link Block#LENGTH}, so that no block lies in two segments. */
    private static final int SEGMENT = 1 << 20;

    private final int index;
    private final int length;
    private final TorrentLayout layout;
    private final ByteBufAllocator allocator;
    private final MemoryBudget memory;
    private final ByteBuf[] segments;
    private final Bitfield requested;
    private final Bitfield received;
    private int receivedBytes;

    private PieceAssembly(int index, TorrentLayout layout, ByteBufAllocator allocator, MemoryBudget memory) {
        this.index = index;
        this.length = layout.pieceLength(index);
        this.layout = layout;
        this.allocator = allocator;
        this.memory = memory;
        this.segments = new ByteBuf[(length - 1) / SEGMENT + 1];
        this.requested = new Bitfield(layout.blockCount(index));
        this.received = new Bitfield(layout.blockCount(index));
    }

    /**
     * Begins a piece on memory that the caller has reserved, which {@link #release()} returns.
     */
    static PieceAssembly begin(int index, TorrentLayout layout, ByteBufAllocator allocator, MemoryBudget memory) {
        return new PieceAssembly(index, layout, allocator, memory);
    }

    public int index() {
        return index;
    }

    /** Bytes of the piece. */
    public int length() {
        return length;
    }

    int missingBytes() {
        return length - receivedBytes;
    }

    int receivedBytes() {
        return receivedBytes;
    }

    /** The number of the next block to ask for, now marked as asked for; only while there is one. */
    int nextToRequest() {
        int number = requested.nextClear(0);
        requested.set(number);
        return number;
    }

    boolean hasBlocksToRequest() {
        return !requested.isFull();
    }

    /** The block will not come: it may be asked for again. */
    void unrequest(int number) {
        if (!received.has(number)) {
            requested.clear(number);
        }
    }

    /** Takes a block that was asked for: the one copy of its bytes between socket and disk. */
    void put(Block block, ByteBuf data) {
        int number = block.begin() / Block.LENGTH;
        if (received.set(number)) {
            segment(block.begin() / SEGMENT).setBytes(block.begin() % SEGMENT, data, data.readerIndex(), block.length());
            receivedBytes += block.length();
        }
    }

    boolean isComplete() {
        return received.isFull();
    }

    /** Whether all bytes have the hash that this piece must have. Called on a storage thread. */
    public byte[] digest(PieceHasher hasher) {
        for (ByteBuf segment : segments) {
            hasher.update(bytes(segment));
        }
        return hasher.digest();
    }

    /** Writes all bytes to their place. Called on a storage thread. */
    public void writeTo(Storage storage) {
        for (int i = 0; i < segments.length; i++) {
            storage.write(index, i * SEGMENT, bytes(segments[i]));
        }
    }

    /** Gives the memory back. To be called exactly once, by who has the assembly. */
    public void release() {
        for (int i = 0; i < segments.length; i++) {
            if (segments[i] != null) {
                segments[i].release();
                segments[i] = null;
            }
        }
        memory.release(length);
    }

    private ByteBuf segment(int number) {
        if (segments[number] == null) {
            int bytes = Math.min(SEGMENT, length - number * SEGMENT);
            segments[number] = allocator.directBuffer(bytes, bytes).writerIndex(bytes);
        }
        return segments[number];
    }

    private static ByteBuffer bytes(ByteBuf segment) {
        return segment.nioBuffer(0, segment.writerIndex());
    }

    @Override
    public String toString() {
        return "piece " + index + ", " + receivedBytes + " of " + layout.pieceLength(index) + " bytes";
    }
}
