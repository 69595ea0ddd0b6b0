package torrentkit.downloader.peer;

import io.netty.buffer.Unpooled;
import torrentkit.piece.Block;
import torrentkit.testing.TestTorrent;

/** Pieces as a worker delivers them, for tests of what comes after. */
public final class AssembledPieces {
    private AssembledPieces() {}

    /** A piece with all its blocks, in reserved memory. */
    public static PieceAssembly whole(TestTorrent torrent, int index, SegmentPool memory) {
        memory.tryReserve(torrent.layout().pieceLength(index));
        PieceAssembly piece = PieceAssembly.begin(index, torrent.layout(), memory);
        Share share = piece.join(new Named("somebody"));
        for (int number = 0; number < torrent.layout().blockCount(index); number++) {
            Block block = torrent.layout().block(index, number);
            share.put(number, Unpooled.wrappedBuffer(torrent.piece(index), block.begin(), block.length()));
        }
        return piece;
    }
}
