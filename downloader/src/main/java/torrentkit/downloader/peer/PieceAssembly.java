package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;
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
    private final int index;
    private final int length;
    private final TorrentLayout layout;
    private final SegmentPool memory;
    private final ByteBuf[] segments;
    private final Bitfield requested;
    private final Bitfield received;
    private int receivedBytes;

    private PieceAssembly(int index, TorrentLayout layout, SegmentPool memory) {
        this.index = index;
        this.length = layout.pieceLength(index);
        this.layout = layout;
        this.memory = memory;
        this.segments = new ByteBuf[(length - 1) / memory.segmentBytes() + 1];
        this.requested = new Bitfield(layout.blockCount(index));
        this.received = new Bitfield(layout.blockCount(index));
    }

    /**
     * Begins a piece on memory that the caller has reserved, which {@link #release()} returns.
     */
    static PieceAssembly begin(int index, TorrentLayout layout, SegmentPool memory) {
        return new PieceAssembly(index, layout, memory);
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
        if (received.set(block.begin() / Block.LENGTH)) {
            int number = block.begin() / memory.segmentBytes();
            segment(number).setBytes(block.begin() % memory.segmentBytes(), data, data.readerIndex(), block.length());
            receivedBytes += block.length();
        }
    }

    boolean isComplete() {
        return received.isFull();
    }

    /** Whether all bytes have the hash that this piece must have. Called on a storage thread. */
    public byte[] digest(PieceHasher hasher) {
        for (int i = 0; i < segments.length; i++) {
            hasher.update(bytes(i));
        }
        return hasher.digest();
    }

    /** Writes all bytes to their place. Called on a storage thread. */
    public void writeTo(Storage storage) {
        for (int i = 0; i < segments.length; i++) {
            storage.write(index, i * memory.segmentBytes(), bytes(i));
        }
    }

    /** Gives the memory back. To be called exactly once, by who has the assembly. */
    public void release() {
        for (int i = 0; i < segments.length; i++) {
            if (segments[i] != null) {
                memory.give(segments[i]);
                segments[i] = null;
            }
        }
        memory.release(length);
    }

    private ByteBuf segment(int number) {
        if (segments[number] == null) {
            segments[number] = memory.take();
        }
        return segments[number];
    }

    private ByteBuffer bytes(int number) {
        int begin = number * memory.segmentBytes();
        return segments[number].nioBuffer(0, Math.min(memory.segmentBytes(), length - begin));
    }

    @Override
    public String toString() {
        return "piece " + index + ", " + receivedBytes + " of " + layout.pieceLength(index) + " bytes";
    }
}
