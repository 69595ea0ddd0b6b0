package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.downloader.work.Suggestions;
import torrentkit.downloader.work.WorkQueue;
import torrentkit.downloader.work.Worker;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;

class AssembliesTest {
    private static final int PIECE = 4 * Block.LENGTH;
    private static final Bitfield ALL = Bitfield.full(3);

    private final TorrentLayout layout = TorrentLayout.of(PIECE, 3L * PIECE);
    private final SegmentPool memory = new SegmentPool(2L * PIECE, PIECE);
    private final WorkQueue queue = WorkQueue.rarestFirst(layout, new Bitfield(3), ALL, new Random(1));
    private int lost;
    private final Assemblies assemblies = new Assemblies(layout, queue, memory, bytes -> lost += bytes);
    private final Named first = new Named("first");
    private final Named second = new Named("second");
    private final Worker one = new Hand(0);
    private final Worker other = new Hand(0);

    private record Hand(long nanosToFinish, int[] identity) implements Worker {
        Hand(long nanosToFinish) {
            this(nanosToFinish, new int[1]);
        }

        @Override
        public long nanosFor(long bytes) {
            return 1;
        }

        @Override
        public boolean findsWorkIn(int index) {
            return true;
        }

        @Override
        public boolean isSuspect() {
            return false;
        }

        @Override
        public Suggestions suggestions() {
            return new Suggestions();
        }
    }

    @AfterEach
    void everythingIsGivenBack() {
        assemblies.close();
        assertThat(memory.reserved()).isZero();
        memory.close();
    }

    private static Bitfield only(int index) {
        Bitfield one = new Bitfield(3);
        one.set(index);
        return one;
    }

    private Share take(Bitfield remote, Worker worker, Contributor contributor) {
        return assemblies.take(remote, worker, contributor, true).orElseThrow();
    }

    private void put(Share share, int number) {
        share.put(number, Unpooled.wrappedBuffer(new byte[Block.LENGTH]));
    }

    @Test
    void whatHasArrivedStaysForWhoComesNext() {
        Share share = take(only(1), one, first);
        put(share, share.nextToRequest());
        assemblies.leave(share, one, true);
        assertThat(lost).isZero();
        Share next = take(ALL, other, second);
        assertThat(next.assembly()).isSameAs(share.assembly());
        assertThat(next.nextToRequest()).isEqualTo(1);
        assemblies.leave(next, other, true);
        assertThat(lost).isZero();
    }

    @Test
    void nothingIsKeptOfWhatNobodyMayUse() {
        Share share = take(only(1), one, first);
        put(share, share.nextToRequest());
        assemblies.leave(share, one, false);
        assertThat(lost).isEqualTo(Block.LENGTH);
        assertThat(memory.reserved()).isZero();
    }

    @Test
    void aPieceOfWhichNothingHasArrivedIsBegunAnew() {
        Share share = take(only(1), one, first);
        assemblies.leave(share, one, true);
        assertThat(lost).isZero();
        assertThat(memory.reserved()).isZero();
        Share next = take(only(1), other, second);
        assertThat(next.assembly()).isNotSameAs(share.assembly());
        assemblies.leave(next, other, true);
    }

    @Test
    void whatNobodyIsAtMakesRoomWhenMemoryIsShort() {
        for (int index = 0; index < 2; index++) {
            Share share = take(only(index), one, first);
            put(share, share.nextToRequest());
            assemblies.leave(share, one, true);
        }
        assertThat(memory.reserved()).isEqualTo(2L * PIECE);
        assertThat(assemblies.take(only(2), other, second, false)).isEmpty();
        Share share = take(only(2), other, second);
        assertThat(share.index()).isEqualTo(2);
        assertThat(memory.reserved()).isEqualTo(2L * PIECE);
        assertThat(lost).isEqualTo(Block.LENGTH); // of the piece that made room
        assemblies.close();
        assertThat(lost).isEqualTo(2 * Block.LENGTH);
        assemblies.leave(share, other, true);
    }

    @Test
    void whatIsBegunIsGoneOnWithThoughMemoryIsShort() {
        Share share = take(only(0), one, first);
        put(share, share.nextToRequest());
        assemblies.leave(share, one, true);
        Share held = take(only(1), one, first);
        Share next = take(ALL, other, second);
        assertThat(next.index()).isZero();
        assemblies.leave(next, other, true);
        assemblies.leave(held, one, true);
    }

    @Test
    void allWhoTookPartAreToldWhenAPieceIsThere() {
        Worker stalled = new Hand(Long.MAX_VALUE);
        Share share = take(only(0), stalled, first);
        Share shared = take(only(0), other, second);
        for (int number = 0; number < 4; number++) {
            put(number % 2 == 0 ? share : shared, number);
        }
        assemblies.deliver(share.assembly());
        assertThat(first.told()).containsExactly("piece 0 is not needed");
        assertThat(second.told()).containsExactly("piece 0 is not needed");
        assemblies.leave(shared, other, true);
        assertThat(lost).isZero(); // on its way to be told
        share.assembly().release();
        queue.refuse(0);
        Optional<Share> again = assemblies.take(only(0), other, second, true);
        assertThat(again.orElseThrow().assembly()).isNotSameAs(share.assembly());
        assemblies.leave(again.get(), other, true);
    }

    @Test
    void findsWorkWhereASlowOneWasAskedAlone() {
        Share share = take(only(0), one, first);
        ask(share, 4);
        first.nanosToAnswer = 100;
        assertThat(assemblies.hasWork(0, second, 99)).isTrue();
        assertThat(assemblies.hasWork(0, second, 100)).isFalse();
        assertThat(assemblies.hasWork(0, first, 99)).isFalse();
        assemblies.leave(share, one, true);
    }

    @Test
    void findsNoWorkWhereTwoWereAskedForEachBlock() {
        Worker stalled = new Hand(Long.MAX_VALUE);
        Share share = take(only(0), stalled, first);
        ask(share, 4);
        first.nanosToAnswer = Long.MAX_VALUE;
        Share shared = take(only(0), other, second);
        for (int i = 0; i < 4; i++) {
            assertThat(shared.nextToRepeat(1)).isNotNegative();
        }
        assertThat(assemblies.hasWork(0, second, 1)).isFalse();
        assertThat(assemblies.hasWork(0, new Named("third"), 1)).isFalse();
        assemblies.leave(shared, other, true);
        assemblies.leave(share, stalled, true);
    }

    @Test
    void findsNoWorkForWantOfOneWhoHasLeft() {
        Worker stalled = new Hand(Long.MAX_VALUE);
        Share share = take(only(0), stalled, first);
        ask(share, 1);
        first.nanosToAnswer = Long.MAX_VALUE;
        Share shared = take(only(0), other, second);
        share.unrequest(0);
        assemblies.leave(share, stalled, true);
        ask(shared, 4);
        assertThat(assemblies.hasWork(0, new Named("third"), 1)).isFalse();
        assemblies.leave(shared, other, true);
    }

    @Test
    void whatNobodyIsAtStaysWhereNothingIsToBeBegun() {
        Share left = take(only(0), one, first);
        put(left, left.nextToRequest());
        assemblies.leave(left, one, true);
        Share held = take(only(1), one, first);
        assertThat(assemblies.take(only(1), other, second, true)).isEmpty();
        Share next = take(only(0), one, first);
        assertThat(next.assembly()).isSameAs(left.assembly());
        assemblies.leave(next, one, true);
        assemblies.leave(held, one, true);
    }

    private static void ask(Share share, int blocks) {
        for (int i = 0; i < blocks; i++) {
            assertThat(share.nextToRequest()).isNotNegative();
        }
    }
}
