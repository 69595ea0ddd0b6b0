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

    /** A worker that is told how quick it is. */
    private static final class Hand implements Worker {
        private final long nanosFor;
        private final long nanosToFinish;
        private final Suggestions suggestions = new Suggestions();
        private boolean findsWork = true;
        private boolean suspect;

        Hand(long nanosFor, long nanosToFinish) {
            this.nanosFor = nanosFor;
            this.nanosToFinish = nanosToFinish;
        }

        Hand suspect() {
            suspect = true;
            return this;
        }

        @Override
        public long nanosFor(long bytes) {
            return nanosFor;
        }

        @Override
        public long nanosToFinish() {
            return nanosToFinish;
        }

        @Override
        public boolean findsWorkIn(int index) {
            return findsWork;
        }

        @Override
        public boolean isSuspect() {
            return suspect;
        }

        @Override
        public Suggestions suggestions() {
            return suggestions;
        }
    }

    private static final Hand QUICK = new Hand(1, 1);
    private static final long SECOND = 1_000_000_000L;

    private static WorkQueue of(int pieces) {
        return WorkQueue.rarestFirst(
                TorrentLayout.of(100, 100L * pieces), new Bitfield(pieces), Bitfield.full(pieces), new Random(1));
    }

    private static Bitfield pieces(int size, int... indices) {
        Bitfield some = new Bitfield(size);
        for (int index : indices) {
            some.set(index);
        }
        return some;
    }

    private static int taken(Assignment assignment) {
        return ((Assignment.Take) assignment).index();
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
    void putsEightWorkersAtAPieceAtMost() {
        for (int i = 0; i < 8; i++) {
            assertThat(queue.take(ALL, new Hand(1, Long.MAX_VALUE))).isInstanceOf(Assignment.Take.class);
        }
        assertThat(queue.take(ALL, new Hand(1, 0))).isInstanceOf(Assignment.NothingForThisPeer.class);
    }

    @Test
    void howLongAPieceTakesIsWhatItsWorkersNeedTogether() {
        queue.take(ALL, new Hand(1, 1000));
        queue.take(ALL, new Hand(1, 1000));
        assertThat(queue.take(ALL, new Hand(250, 0))).isInstanceOf(Assignment.NothingForThisPeer.class);
        assertThat(queue.take(ALL, new Hand(249, 0))).isEqualTo(new Assignment.Take(0, true));
    }

    @Test
    void doesNotSendAWorkerWhereThereIsNothingToDo() {
        queue.take(ALL, new Hand(1, Long.MAX_VALUE));
        Hand second = new Hand(1, 0);
        second.findsWork = false;
        assertThat(queue.take(ALL, second)).isInstanceOf(Assignment.NothingForThisPeer.class);
    }

    @Test
    void doesNotShareAPieceThatIsBeingVerified() {
        queue.take(ALL, new Hand(1, Long.MAX_VALUE));
        queue.deliver(0);
        assertThat(queue.take(ALL, QUICK)).isInstanceOf(Assignment.NothingForThisPeer.class);
        queue.refuse(0);
        assertThat(queue.take(ALL, QUICK)).isEqualTo(new Assignment.Take(0, false));
    }

    @Test
    void isDoneWhenTheLastPieceIsComplete() {
        queue.take(ALL, QUICK);
        queue.deliver(0);
        assertThat(queue.isDone()).isFalse();
        queue.complete(0);
        assertThat(queue.isDone()).isTrue();
        assertThat(queue.take(ALL, QUICK)).isInstanceOf(Assignment.AllDone.class);
    }

    @Test
    void aPieceIsJudgedOnce() {
        assertThatThrownBy(() -> queue.deliver(0)).isInstanceOf(IllegalStateException.class);
        queue.take(ALL, QUICK);
        assertThatThrownBy(() -> queue.complete(0)).isInstanceOf(IllegalStateException.class);
        queue.deliver(0);
        assertThatThrownBy(() -> queue.deliver(0)).isInstanceOf(IllegalStateException.class);
        queue.refuse(0);
        assertThatThrownBy(() -> queue.refuse(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesFirstWhatThePeerSuggests() {
        WorkQueue pieces = of(8);
        Hand hand = new Hand(1, 1);
        for (int index : new int[] {7, 2, 5}) {
            hand.suggestions.add(index);
        }
        Bitfield remote = Bitfield.full(8);
        remote.clear(2);
        assertThat(taken(pieces.take(remote, hand))).isEqualTo(7);
        assertThat(taken(pieces.take(remote, hand))).isEqualTo(5); // the peer does not have 2
        assertThat(hand.suggestions.isEmpty()).isTrue();
        assertThat(taken(pieces.take(remote, hand))).isNotIn(2, 5, 7);
    }

    @Test
    void inOrderSuggestionsDoNotCount() {
        WorkQueue pieces = WorkQueue.inOrder(TorrentLayout.of(100, 300), new Bitfield(3), Bitfield.full(3));
        Hand hand = new Hand(1, 1);
        hand.suggestions.add(2);
        assertThat(taken(pieces.take(Bitfield.full(3), hand))).isZero();
        assertThat(hand.suggestions.isEmpty()).isTrue(); // nobody takes them for something to ask for
    }

    @Test
    void takesOfASeedWhatNoOtherPeerHas() {
        WorkQueue pieces = of(6);
        pieces.peerHas(pieces(6, 0, 1, 2, 3, 4));
        pieces.take(pieces(6, 0), new Hand(1, Long.MAX_VALUE)); // would be helped otherwise
        assertThat(taken(pieces.take(Bitfield.full(6), QUICK))).isEqualTo(5);
    }

    @Test
    void goesOnWithWhatWasBegunBeforeItBeginsAnything() {
        WorkQueue pieces = of(8);
        pieces.peerHas(Bitfield.full(8));
        Hand leaver = new Hand(1, 1);
        int index = taken(pieces.take(pieces(8, 3), leaver));
        assertThat(pieces.giveBack(index, leaver, true)).isTrue();
        assertThat(pieces.take(pieces(8, 1, 3, 5), QUICK)).isEqualTo(new Assignment.Take(3, false));
    }

    @Test
    void forgetsWhatWasBegunWhenItIsThereNoMore() {
        WorkQueue pieces = of(2);
        Hand leaver = new Hand(1, 1);
        pieces.take(pieces(2, 1), leaver);
        pieces.giveBack(1, leaver, true);
        assertThat(pieces.take(pieces(2, 0), QUICK, false)).isInstanceOf(Assignment.NothingForThisPeer.class);
        assertThat(pieces.forget()).isEqualTo(1);
        assertThat(pieces.forget()).isEqualTo(-1);
        assertThat(pieces.take(pieces(2, 1), QUICK, false)).isInstanceOf(Assignment.NothingForThisPeer.class);
        assertThat(pieces.take(pieces(2, 1), QUICK)).isEqualTo(new Assignment.Take(1, false));
    }

    @Test
    void helpsWithASlowPieceBeforeItBeginsAnother() {
        WorkQueue pieces = of(3);
        Bitfield some = pieces(3, 0, 1);
        Hand slow = new Hand(1, 2 * SECOND);
        int index = taken(pieces.take(some, slow));
        assertThat(pieces.take(some, new Hand(1, 1))).isEqualTo(new Assignment.Take(index, true));
    }

    @Test
    void aWorkerThatHasNotShownItsPaceHelpsWhereItTakesLong() {
        queue.take(ALL, new Hand(1, SECOND));
        assertThat(queue.take(ALL, new Hand(Long.MAX_VALUE, 0))).isInstanceOf(Assignment.NothingForThisPeer.class);
        WorkQueue slow = of(1);
        slow.take(ALL, new Hand(1, 2 * SECOND));
        assertThat(slow.take(ALL, new Hand(Long.MAX_VALUE, 0))).isEqualTo(new Assignment.Take(0, true));
    }

    @Test
    void leavesAPieceToItsWorkerWhileItComesSoon() {
        WorkQueue pieces = of(3);
        Bitfield some = pieces(3, 0, 1);
        int index = taken(pieces.take(some, new Hand(1, SECOND)));
        assertThat(pieces.take(some, QUICK)).isEqualTo(new Assignment.Take(1 - index, false));
    }

    @Test
    void suspectsWorkAlone() {
        WorkQueue pieces = of(2);
        Bitfield first = pieces(2, 0);
        Bitfield second = pieces(2, 1);
        pieces.take(first, new Hand(1, 5 * SECOND).suspect());
        assertThat(pieces.take(first, QUICK)).isInstanceOf(Assignment.NothingForThisPeer.class);
        pieces.take(second, new Hand(1, 5 * SECOND));
        assertThat(pieces.take(second, new Hand(1, 1).suspect())).isInstanceOf(Assignment.NothingForThisPeer.class);
        assertThat(pieces.take(second, QUICK)).isEqualTo(new Assignment.Take(1, true));
    }

    @Test
    void aSuspectThatStallsIsHelpedAllTheSame() {
        queue.take(ALL, new Hand(1, Long.MAX_VALUE).suspect());
        assertThat(queue.take(ALL, QUICK)).isEqualTo(new Assignment.Take(0, true));
    }

    @Test
    void theFirstPieceIsAny() {
        int rare = 0;
        for (int seed = 0; seed < 50; seed++) {
            WorkQueue pieces = WorkQueue.rarestFirst(
                    TorrentLayout.of(100, 2000), new Bitfield(20), Bitfield.full(20), new Random(seed));
            Bitfield common = Bitfield.full(20);
            common.clear(0);
            for (int peer = 0; peer < 5; peer++) {
                pieces.peerHas(common);
            }
            Bitfield remote = Bitfield.full(20);
            remote.clear(19); // no seed
            rare += taken(pieces.take(remote, QUICK)) == 0 ? 1 : 0;
        }
        assertThat(rare).isLessThan(20);
    }

    @Test
    void isEndingWhenNothingIsLeftToBegin() {
        assertThat(queue.isEnding()).isFalse();
        queue.take(ALL, QUICK);
        assertThat(queue.isEnding()).isTrue();
        queue.deliver(0);
        queue.complete(0);
        assertThat(queue.isEnding()).isFalse();
    }

    @Test
    void isBehindAPeerWithFarMoreThatIsNoSeed() {
        TorrentLayout layout = TorrentLayout.of(100, 3200);
        Bitfield nearlyAll = Bitfield.full(32);
        nearlyAll.clear(31);
        Bitfield have = Bitfield.full(32);
        for (int i = 28; i < 32; i++) {
            have.clear(i);
        }
        WorkQueue pieces = WorkQueue.rarestFirst(layout, have, Bitfield.full(32), new Random(1));
        assertThat(pieces.isBehind(nearlyAll)).isTrue(); // 28 and 31
        assertThat(pieces.isBehind(Bitfield.full(32))).isFalse();
        assertThat(pieces.isBehind(have)).isFalse();
        int taken = ((Assignment.Take) pieces.take(Bitfield.full(32), QUICK)).index();
        pieces.deliver(taken);
        pieces.complete(taken);
        assertThat(pieces.isBehind(nearlyAll)).isFalse(); // 29 and 31: a sixteenth
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
    void aPieceIsGivenBackByWhoHasIt() {
        Hand stranger = new Hand(1, 1);
        assertThatThrownBy(() -> queue.giveBack(0, stranger)).isInstanceOf(IllegalStateException.class);
        queue.take(ALL, new Hand(2, 2));
        assertThatThrownBy(() -> queue.giveBack(0, stranger)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void knowsWhatNoCountedPeerHas() {
        for (WorkQueue some :
                new WorkQueue[] {of(3), WorkQueue.inOrder(TorrentLayout.of(100, 300), new Bitfield(3), Bitfield.full(3))
                }) {
            some.peerHas(pieces(3, 1));
            assertThat(some.lacking()).isEqualTo(pieces(3, 0, 2));
            some.take(pieces(3, 0), QUICK);
            assertThat(some.lacking()).isEqualTo(pieces(3, 2));
            assertThat(some.isFree(0)).isFalse();
            assertThat(some.isFree(1)).isTrue();
            some.peerGone(pieces(3, 1));
            assertThat(some.lacking()).isEqualTo(pieces(3, 1, 2));
        }
    }
}
