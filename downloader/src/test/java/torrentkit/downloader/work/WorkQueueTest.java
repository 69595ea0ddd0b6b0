package torrentkit.downloader.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

class WorkQueueTest {
    private static final TorrentLayout ONE_PIECE = TorrentLayout.of(100, 100);
    private static final Bitfield ALL = Bitfield.full(1);

    private final WorkQueue queue = WorkQueue.rarestFirst(ONE_PIECE, new Bitfield(1), ALL, new Random(1));

    private record Hand(long nanosFor, long nanosToFinish) implements Worker {
        @Override
        public boolean isAt(int index) {
            return false;
        }

        @Override
        public long nanosFor(long bytes) {
            return nanosFor;
        }
    }

    @Test
    void sharesAPieceOnlyWithMuchSlowerWorkers() {
        queue.take(ALL, new Hand(1, 1000));
        assertThat(queue.take(ALL, new Hand(500, 0))).isInstanceOf(Assignment.NothingForThisPeer.class);
        assertThat(queue.take(ALL, new Hand(499, 0))).isEqualTo(new Assignment.Take(0, true));
    }

    @Test
    void takesAPieceFromAWorkerThatStalled() {
        queue.take(ALL, new Hand(1, Long.MAX_VALUE));
        assertThat(queue.take(ALL, new Hand(Long.MAX_VALUE, 0))).isEqualTo(new Assignment.Take(0, true));
    }

    @Test
    void putsThreeWorkersAtAPieceAtMost() {
        for (int i = 0; i < 3; i++) {
            assertThat(queue.take(ALL, new Hand(1, Long.MAX_VALUE))).isInstanceOf(Assignment.Take.class);
        }
        assertThat(queue.take(ALL, new Hand(1, 0))).isInstanceOf(Assignment.NothingForThisPeer.class);
    }

    @Test
    void doesNotShareAPieceThatIsBeingVerified() {
        Hand first = new Hand(1, Long.MAX_VALUE);
        Hand second = new Hand(1, Long.MAX_VALUE);
        queue.take(ALL, first);
        queue.take(ALL, second);
        queue.deliver(0, first);
        assertThat(queue.take(ALL, new Hand(1, 0))).isInstanceOf(Assignment.NothingForThisPeer.class);
        queue.refuse(0);
        assertThat(queue.take(ALL, new Hand(1, 0))).isEqualTo(new Assignment.Take(0, true));
    }

    @Test
    void onlyOneOfTwoGoodCopiesIsWritten() {
        Hand first = new Hand(1, Long.MAX_VALUE);
        Hand second = new Hand(1, Long.MAX_VALUE);
        queue.take(ALL, first);
        queue.take(ALL, second);
        assertThat(queue.deliver(0, first)).isTrue();
        assertThat(queue.deliver(0, second)).isTrue();
        assertThat(queue.claim(0)).isTrue();
        assertThat(queue.claim(0)).isFalse();
        assertThat(queue.complete(0)).isEmpty();
        assertThat(queue.take(ALL, first)).isInstanceOf(Assignment.AllDone.class);
    }

    @Test
    void aBadCopyNeverReplacesAGoodOne() {
        Hand good = new Hand(1, Long.MAX_VALUE);
        Hand bad = new Hand(1, Long.MAX_VALUE);
        queue.take(ALL, good);
        queue.take(ALL, bad);
        queue.deliver(0, good);
        queue.deliver(0, bad);
        assertThat(queue.claim(0)).isTrue();
        queue.refuse(0);
        queue.complete(0);
        assertThat(queue.isDone()).isTrue();
    }

    @Test
    void inOrderTheFirstPieceIsSharedBeforeItKeepsTheReaderWaiting() {
        TorrentLayout layout = TorrentLayout.of(100, 300);
        WorkQueue pieces = WorkQueue.inOrder(layout, new Bitfield(3), Bitfield.full(3));
        Hand slow = new Hand(1, 3_000_000_000L);
        assertThat(pieces.take(Bitfield.full(3), slow)).isEqualTo(new Assignment.Take(0, false));
        assertThat(pieces.take(Bitfield.full(3), new Hand(2_000_000_000L, 0))).isEqualTo(new Assignment.Take(1, false));
        assertThat(pieces.take(Bitfield.full(3), new Hand(1_000_000_000L, 0))).isEqualTo(new Assignment.Take(0, true));
    }

    @Test
    void inOrderNobodySharesAPieceThatComesSoon() {
        WorkQueue pieces = WorkQueue.inOrder(TorrentLayout.of(100, 200), new Bitfield(2), Bitfield.full(2));
        pieces.take(Bitfield.full(2), new Hand(1, 2_000_000_000L));
        assertThat(pieces.take(Bitfield.full(2), new Hand(1, 0))).isEqualTo(new Assignment.Take(1, false));
    }

    @Test
    void wantsNothingThatWasNotSelected() {
        Bitfield wanted = new Bitfield(3);
        wanted.set(1);
        WorkQueue pieces = WorkQueue.rarestFirst(TorrentLayout.of(100, 300), new Bitfield(3), wanted, new Random(1));
        Bitfield others = Bitfield.full(3);
        others.clear(1);
        assertThat(pieces.wants(others)).isFalse();
        assertThat(pieces.take(others, new Hand(1, 1))).isInstanceOf(Assignment.NothingForThisPeer.class);
        assertThat(pieces.take(Bitfield.full(3), new Hand(1, 1))).isEqualTo(new Assignment.Take(1, false));
        assertThat(pieces.isDone()).isFalse();
    }

    @Test
    void isDoneWithWhatIsWantedAndHad() {
        Bitfield wanted = new Bitfield(3);
        wanted.set(1);
        Bitfield have = new Bitfield(3);
        have.set(0);
        have.set(1);
        WorkQueue pieces = WorkQueue.rarestFirst(TorrentLayout.of(100, 300), have, wanted, new Random(1));
        assertThat(pieces.isDone()).isTrue();
        assertThat(pieces.completed()).isEqualTo(2);
        assertThat(pieces.take(Bitfield.full(3), new Hand(1, 1))).isInstanceOf(Assignment.AllDone.class);
    }

    @Test
    void aPieceIsEndedByWhoHasIt() {
        Hand stranger = new Hand(1, 1);
        assertThatThrownBy(() -> queue.giveBack(0, stranger)).isInstanceOf(IllegalStateException.class);
        queue.take(ALL, new Hand(2, 2));
        assertThatThrownBy(() -> queue.deliver(0, stranger)).isInstanceOf(IllegalStateException.class);
    }
}
