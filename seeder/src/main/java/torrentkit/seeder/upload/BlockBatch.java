package torrentkit.seeder.upload;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.Storage;
import torrentkit.storage.WarmBuffers;
import torrentkit.wire.codec.PieceFrame;

/**
 * Some requested blocks that are read together and written together. Neighbouring blocks become one read, and all become one buffer of
 * piece messages, ready for the socket: nothing is done for a single block on the event loop. Made and sent on the event loop, read on
 * a storage thread in between.
 */
final class BlockBatch {
    /** Bytes of blocks after which a batch takes no more; one larger block still makes a batch of its own. */
    static final int MAX_DATA_BYTES = 512 * 1024;

    /** Bytes of the largest batch with all its headers. */
    static final int MAX_BYTES = MAX_DATA_BYTES + UploadHalf.MAX_QUEUE * PieceFrame.HEADER_BYTES;

    private final TorrentLayout layout;
    private final List<Block> blocks = new ArrayList<>();
    private int dataBytes;
    private ByteBuf frames;
    private boolean ready;

    BlockBatch(TorrentLayout layout) {
        this.layout = layout;
    }

    /**
     * Whether the block still fits; the first always does.
     *
     * @param maxBytes bytes of blocks that may be together, {@link #MAX_DATA_BYTES} at most
     */
    boolean takes(Block block, int maxBytes) {
        return blocks.isEmpty() || dataBytes + block.length() <= maxBytes;
    }

    void add(Block block) {
        blocks.add(block);
        dataBytes += block.length();
    }

    /** Bytes of all blocks. */
    int dataBytes() {
        return dataBytes;
    }

    /** Builds the messages. Called on a storage thread, once. */
    void read(Storage storage, WarmBuffers buffers) {
        int length = dataBytes + blocks.size() * PieceFrame.HEADER_BYTES;
        frames = buffers.take();
        ByteBuffer bytes = frames.nioBuffer(0, length);
        int first = 0;
        int at = 0;
        while (first < blocks.size()) {
            int end = endOfRun(first);
            at = readRun(first, end, bytes, at, storage);
            first = end;
        }
        frames.writerIndex(length);
    }

    /** The first block behind those that lie one after the other in the torrent. */
    private int endOfRun(int first) {
        int end = first + 1;
        while (end < blocks.size()
                && position(end) == position(end - 1) + blocks.get(end - 1).length()) {
            end++;
        }
        return end;
    }

    private long position(int number) {
        Block block = blocks.get(number);
        return layout.pieceOffset(block.index()) + block.begin();
    }

    /**
     * One read for all blocks of a run, to the end of the room for their messages; then each block moves down to its place, while the
     * bytes are still in the cache, which makes room for the headers.
     *
     * @param at where the messages of the run start
     * @return where they end
     */
    private int readRun(int first, int end, ByteBuffer bytes, int at, Storage storage) {
        int data = at + (end - first) * PieceFrame.HEADER_BYTES;
        int length = 0;
        for (Block block : blocks.subList(first, end)) {
            length += block.length();
        }
        Block start = blocks.get(first);
        storage.read(start.index(), start.begin(), bytes.slice(data, length));
        int to = at;
        for (Block block : blocks.subList(first, end)) {
            PieceFrame.putHeader(bytes, to, block.index(), block.begin(), block.length());
            bytes.put(to + PieceFrame.HEADER_BYTES, bytes, data, block.length());
            data += block.length();
            to += PieceFrame.HEADER_BYTES + block.length();
        }
        return to;
    }

    /** Takes the bytes of one piece, its index first. */
    interface PieceBytes {
        void accept(int index, int bytes);
    }

    /** Tells how many bytes of which piece are in the batch; a piece whose blocks are not together is told of several times. */
    void forEachPiece(PieceBytes action) {
        int first = 0;
        while (first < blocks.size()) {
            int index = blocks.get(first).index();
            int bytes = 0;
            while (first < blocks.size() && blocks.get(first).index() == index) {
                bytes += blocks.get(first++).length();
            }
            action.accept(index, bytes);
        }
    }

    /** The read is over, well or not. */
    void finished() {
        ready = true;
    }

    boolean isReady() {
        return ready;
    }

    /** The piece messages; the buffer stays this batch's. */
    ByteBuf frames() {
        return frames;
    }

    /** Gives the buffer back, which nobody else may hold any more. */
    void release(WarmBuffers buffers) {
        if (frames != null) {
            buffers.give(frames);
            frames = null;
        }
    }
}
