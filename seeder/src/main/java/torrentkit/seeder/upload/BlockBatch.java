package torrentkit.seeder.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.peer.PeerConnection;
import torrentkit.storage.Storage;
import torrentkit.wire.PeerMessage;

/**
 * Some requested blocks that are read together and written together: neighbouring blocks become one read, all become one gathering
 * write. Made and written on the event loop, read on a storage thread in between.
 */
final class BlockBatch {
    private final TorrentLayout layout;
    private final List<Block> blocks = new ArrayList<>();
    private ByteBuf data;
    private int length;
    private boolean ready;

    BlockBatch(TorrentLayout layout) {
        this.layout = layout;
    }

    void add(Block block) {
        blocks.add(block);
        length += block.length();
    }

    /** Bytes of all blocks. */
    int length() {
        return length;
    }

    /** Fills the buffer. Called on a storage thread, once. */
    void read(Storage storage, ByteBufAllocator allocator) {
        data = allocator.directBuffer(length, length);
        int first = 0;
        while (first < blocks.size()) {
            int next = first + 1;
            int runLength = blocks.get(first).length();
            while (next < blocks.size() && follows(blocks.get(next), blocks.get(next - 1))) {
                runLength += blocks.get(next).length();
                next++;
            }
            ByteBuffer run = data.nioBuffer(data.writerIndex(), runLength);
            storage.read(blocks.get(first).index(), blocks.get(first).begin(), run);
            data.writerIndex(data.writerIndex() + runLength);
            first = next;
        }
    }

    private boolean follows(Block block, Block before) {
        return position(block) == position(before) + before.length();
    }

    private long position(Block block) {
        return layout.pieceOffset(block.index()) + block.begin();
    }

    /** The read is over, well or not. */
    void finished() {
        ready = true;
    }

    boolean isReady() {
        return ready;
    }

    /**
     * Queues every block as a piece message, each with a slice of the buffer, and gives the buffer up.
     *
     * @param written run on the event loop when the socket has taken the last of them
     */
    void writeTo(PeerConnection connection, Runnable written) {
        int last = blocks.size() - 1;
        for (int i = 0; i <= last; i++) {
            Block block = blocks.get(i);
            PeerMessage.Piece piece =
                    new PeerMessage.Piece(block.index(), block.begin(), data.readRetainedSlice(block.length()));
            if (i < last) {
                connection.write(piece);
            } else {
                connection.write(piece, written);
            }
        }
        release();
    }

    void release() {
        if (data != null) {
            data.release();
            data = null;
        }
    }
}
