package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.piece.Block;
import torrentkit.piece.PieceHasher;
import torrentkit.piece.TorrentLayout;
import torrentkit.testing.MemoryStorage;
import torrentkit.testing.TestTorrent;

class PieceAssemblyTest {
    static List<TestTorrent> torrents() {
        List<TestTorrent> torrents = new ArrayList<>(TestTorrent.awkward());
        torrents.add(TestTorrent.ofFile("pieces of several segments", (5 << 20) + 17, 2 << 20));
        return torrents;
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void putsBlocksTogetherInWhateverOrderTheyCome(TestTorrent torrent) {
        TorrentLayout layout = torrent.layout();
        MemoryStorage storage = new MemoryStorage(layout);
        try (SegmentPool memory = new SegmentPool(64 << 20, layout.pieceLength())) {
            for (int index = 0; index < layout.pieceCount(); index++) {
                memory.tryReserve(layout.pieceLength(index));
                PieceAssembly piece = PieceAssembly.begin(index, layout, memory);
                for (int number : shuffled(layout.blockCount(index))) {
                    assertThat(piece.isComplete()).isFalse();
                    put(piece, torrent, layout.block(index, number));
                }
                assertThat(piece.isComplete()).isTrue();
                assertThat(piece.receivedBytes()).isEqualTo(layout.pieceLength(index));
                assertThat(torrent.metainfo().pieceHashes().matches(index, piece.digest(new PieceHasher())))
                        .isTrue();
                piece.writeTo(storage);
                piece.release();
            }
            assertThat(memory.reserved()).isZero();
        }
        assertThat(storage.bytes()).isEqualTo(torrent.content());
    }

    private static List<Integer> shuffled(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(count));
        return numbers;
    }

    private static void put(PieceAssembly piece, TestTorrent torrent, Block block) {
        ByteBuf data = Unpooled.wrappedBuffer(torrent.piece(block.index()), block.begin(), block.length());
        piece.put(block, data);
    }

    @Test
    void asksForEveryBlockOnceAndAgainForOneThatWillNotCome() {
        TestTorrent torrent = TestTorrent.ofFile("x", 4 * Block.LENGTH, 4 * Block.LENGTH);
        try (SegmentPool memory = new SegmentPool(1 << 20, torrent.layout().pieceLength())) {
            PieceAssembly piece = PieceAssembly.begin(0, torrent.layout(), memory);
            for (int i = 0; i < 4; i++) {
                assertThat(piece.hasBlocksToRequest()).isTrue();
                assertThat(piece.nextToRequest()).isEqualTo(i);
            }
            assertThat(piece.hasBlocksToRequest()).isFalse();
            put(piece, torrent, torrent.layout().block(0, 1));
            piece.unrequest(1); // it has come already
            assertThat(piece.hasBlocksToRequest()).isFalse();
            piece.unrequest(2);
            assertThat(piece.nextToRequest()).isEqualTo(2);
            assertThat(piece.hasBlocksToRequest()).isFalse();
            piece.release();
        }
    }

    @Test
    void keepsTheFirstOfTwoCopiesOfABlock() {
        TestTorrent torrent = TestTorrent.ofFile("x", Block.LENGTH, Block.LENGTH);
        try (SegmentPool memory = new SegmentPool(1 << 20, torrent.layout().pieceLength())) {
            PieceAssembly piece = PieceAssembly.begin(0, torrent.layout(), memory);
            Block block = torrent.layout().block(0, 0);
            put(piece, torrent, block);
            piece.put(block, Unpooled.wrappedBuffer(new byte[Block.LENGTH]));
            assertThat(piece.receivedBytes()).isEqualTo(Block.LENGTH);
            assertThat(torrent.metainfo().pieceHashes().matches(0, piece.digest(new PieceHasher())))
                    .isTrue();
            piece.release();
        }
    }
}
