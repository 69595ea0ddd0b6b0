package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
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
                Share share = piece.join(new Named("a"));
                for (int number : shuffled(layout.blockCount(index))) {
                    assertThat(piece.isComplete()).isFalse();
                    put(share, torrent, layout.block(index, number));
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

    private static Share.Arrival put(Share share, TestTorrent torrent, Block block) {
        ByteBuf data = Unpooled.wrappedBuffer(torrent.piece(block.index()), block.begin(), block.length());
        return share.put(block.begin() / Block.LENGTH, data);
    }

    private final TestTorrent four = TestTorrent.ofFile("x", 4 * Block.LENGTH, 4 * Block.LENGTH);
    private final SegmentPool memory = new SegmentPool(1 << 20, four.layout().pieceLength());
    private final PieceAssembly piece = PieceAssembly.begin(0, four.layout(), memory);
    private final Named first = new Named("first");
    private final Named second = new Named("second");

    @AfterEach
    void release() {
        piece.release();
        memory.close();
    }

    private Share.Arrival put(Share share, int number) {
        return put(share, four, four.layout().block(0, number));
    }

    @Test
    void asksForEveryBlockOnceAndAgainForOneThatWillNotCome() {
        Share share = piece.join(first);
        for (int i = 0; i < 4; i++) {
            assertThat(share.hasBlocksToRequest()).isTrue();
            assertThat(share.nextToRequest()).isEqualTo(i);
        }
        assertThat(share.inFlight()).isEqualTo(4);
        assertThat(share.hasBlocksToRequest()).isFalse();
        assertThat(share.nextToRequest()).isEqualTo(-1);
        put(share, 1);
        share.unrequest(1); // it has come already
        assertThat(share.hasBlocksToRequest()).isFalse();
        share.unrequest(2);
        assertThat(share.nextToRequest()).isEqualTo(2);
        assertThat(share.hasBlocksToRequest()).isFalse();
    }

    @Test
    void keepsTheFirstOfTwoCopiesOfABlock() {
        Share share = piece.join(first);
        assertThat(put(share, 0)).isEqualTo(Share.Arrival.TAKEN);
        assertThat(piece.join(second).put(0, Unpooled.wrappedBuffer(new byte[Block.LENGTH])))
                .isEqualTo(Share.Arrival.LATE);
        assertThat(piece.receivedBytes()).isEqualTo(Block.LENGTH);
        for (int i = 1; i < 4; i++) {
            put(share, i);
        }
        assertThat(four.metainfo().pieceHashes().matches(0, piece.digest(new PieceHasher())))
                .isTrue();
        assertThat(piece.senders()).containsExactly(first);
    }

    @Test
    void severalShareAPieceWithoutAskingForABlockTwice() {
        Share one = piece.join(first);
        Share other = piece.join(second);
        assertThat(List.of(one.nextToRequest(), other.nextToRequest(), other.nextToRequest(), one.nextToRequest()))
                .containsExactly(0, 1, 2, 3);
        put(one, 0);
        put(other, 1);
        put(other, 2);
        assertThat(put(one, 3)).isEqualTo(Share.Arrival.LAST);
        assertThat(piece.senders()).containsExactly(first, second);
        assertThat(piece.sender(1)).isSameAs(second);
        assertThat(first.told()).isEmpty();
        assertThat(second.told()).isEmpty();
    }

    @Test
    void whatOneHasLeftOthersAreAskedFor() {
        Share one = piece.join(first);
        one.nextToRequest();
        put(one, 0);
        one.nextToRequest();
        one.unrequest(1);
        Share other = piece.join(second);
        assertThat(other.nextToRequest()).isEqualTo(2);
        assertThat(other.nextToRequest()).isEqualTo(3);
        assertThat(other.nextToRequest()).isEqualTo(1);
        assertThat(other.nextToRequest()).isEqualTo(-1);
        assertThat(piece.receivedBytes()).isEqualTo(Block.LENGTH);
    }

    @Test
    void asksASecondForABlockOnlyWhenTheFirstIsTooSlow() {
        Share slow = piece.join(first);
        for (int i = 0; i < 4; i++) {
            slow.nextToRequest();
        }
        Share quick = piece.join(second);
        first.nanosToAnswer = 1_000;
        assertThat(quick.nextToRepeat(1_000)).isEqualTo(-1);
        assertThat(quick.nextToRepeat(999)).isEqualTo(3); // the one that comes last
        assertThat(quick.nextToRepeat(999)).isEqualTo(2);
        assertThat(slow.nextToRepeat(0)).isEqualTo(-1);
        assertThat(piece.join(new Named("third")).nextToRepeat(999)).isEqualTo(1);
        assertThat(put(quick, 3)).isEqualTo(Share.Arrival.TAKEN);
        assertThat(first.told()).containsExactly("block 3 is not needed");
        assertThat(put(slow, 2)).isEqualTo(Share.Arrival.TAKEN);
        assertThat(second.told()).containsExactly("block 2 is not needed");
        assertThat(put(slow, 3)).isEqualTo(Share.Arrival.LATE);
    }

    @Test
    void aBlockThatComesAfterItWasLeftToOthersCounts() {
        Share late = piece.join(first);
        late.nextToRequest();
        late.unrequest(0);
        Share other = piece.join(second);
        assertThat(other.nextToRequest()).isEqualTo(1);
        assertThat(put(late, 0)).isEqualTo(Share.Arrival.TAKEN);
        assertThat(other.nextToRequest()).isEqualTo(2);
        assertThat(other.nextToRequest()).isEqualTo(3);
        assertThat(other.nextToRequest()).isEqualTo(-1);
    }

    /** Each block is asked for once and taken once, whoever is faster. */
    @Test
    void manyContributorsAtOnceBringEachBlockOnce() throws Exception {
        TestTorrent torrent = TestTorrent.ofFile("large", 8 << 20, 8 << 20);
        try (SegmentPool pool = new SegmentPool(8 << 20, 8 << 20)) {
            pool.tryReserve(8 << 20);
            PieceAssembly large = PieceAssembly.begin(0, torrent.layout(), pool);
            AtomicInteger last = new AtomicInteger();
            AtomicInteger taken = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Share share = large.join(new Named("thread " + i));
                threads.add(new Thread(() -> {
                    for (int number = share.nextToRequest(); number >= 0; number = share.nextToRequest()) {
                        Share.Arrival arrival =
                                put(share, torrent, torrent.layout().block(0, number));
                        taken.addAndGet(arrival == Share.Arrival.LATE ? 0 : 1);
                        last.addAndGet(arrival == Share.Arrival.LAST ? 1 : 0);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(last).hasValue(1);
            assertThat(taken).hasValue(512);
            assertThat(torrent.metainfo().pieceHashes().matches(0, large.digest(new PieceHasher())))
                    .isTrue();
            large.release();
        }
    }
}
