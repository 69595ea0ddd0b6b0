package torrentkit.downloader.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

class WorkQueueProperties {
    private static final int PIECE = 100;
    private static final int WORKERS = 5;

    /** A worker whose pace the test sets, with the pieces that it has taken. */
    private static final class Hand implements Worker {
        private final Bitfield remote;
        private final Set<Integer> pieces = new HashSet<>();
        private long nanosForPiece = 1000;
        private long nanosToFinish;
        private boolean suspect;
        private final Suggestions suggestions = new Suggestions();
        private final Set<Integer> suggested = new HashSet<>();

        Hand(Bitfield remote) {
            this.remote = remote;
        }

        boolean isAt(int index) {
            return pieces.contains(index);
        }

        @Override
        public long nanosFor(long bytes) {
            return nanosForPiece;
        }

        @Override
        public long nanosToFinish() {
            return nanosToFinish;
        }

        @Override
        public boolean findsWorkIn(int index) {
            return true;
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

    /** What must be true of the queue: every piece in one state. */
    private static final class Model {
        private final int pieces;
        private final List<Hand> hands = new ArrayList<>();
        private final Set<Integer> begun = new LinkedHashSet<>();
        private final Set<Integer> verifying = new HashSet<>();
        private final Set<Integer> have = new HashSet<>();
        private final Bitfield wanted;
        private final boolean inOrder;
        private final int before;
        private final WorkQueue queue;

        Model(int pieces, boolean inOrder, Random random) {
            this.pieces = pieces;
            this.inOrder = inOrder;
            Bitfield had = new Bitfield(pieces);
            wanted = Bitfield.full(pieces);
            for (int i = 0; i < pieces; i++) {
                if (random.nextInt(5) == 0) {
                    had.set(i);
                    have.add(i);
                }
                if (random.nextInt(5) == 0) {
                    wanted.clear(i);
                }
            }
            TorrentLayout layout = TorrentLayout.of(PIECE, (long) pieces * PIECE);
            queue = inOrder
                    ? WorkQueue.inOrder(layout, had, wanted)
                    : WorkQueue.rarestFirst(layout, had, wanted, random);
            this.before = have.size();
            for (int i = 0; i < WORKERS; i++) {
                Bitfield remote = new Bitfield(pieces);
                for (int piece = 0; piece < pieces; piece++) {
                    if (i == 0 || random.nextInt(3) > 0) { // one seed, so that the download can end
                        remote.set(piece);
                    }
                }
                hands.add(new Hand(remote));
                queue.peerHas(remote);
            }
        }

        boolean isMissing(int index) {
            return wanted.has(index)
                    && !have.contains(index)
                    && !verifying.contains(index)
                    && !begun.contains(index)
                    && hands.stream().noneMatch(hand -> hand.isAt(index));
        }

        void take(Hand hand) {
            boolean missingForIt = false;
            boolean begunForIt = false;
            for (int i = 0; i < pieces; i++) {
                missingForIt |= hand.remote.has(i) && isMissing(i);
                begunForIt |= hand.remote.has(i) && begun.contains(i);
            }
            Assignment assignment = queue.take(hand.remote, hand);
            if (assignment instanceof Assignment.Take take) {
                List<Hand> others =
                        hands.stream().filter(other -> other.isAt(take.index())).toList();
                assertThat(hand.remote.has(take.index())).isTrue();
                assertThat(wanted.has(take.index())).isTrue();
                assertThat(have).doesNotContain(take.index());
                assertThat(verifying).doesNotContain(take.index());
                assertThat(!others.isEmpty()).isEqualTo(take.shared());
                if (take.shared()) {
                    checkShared(hand, take.index(), others, missingForIt);
                } else if (!begun.remove(take.index())) {
                    checkMissing(hand, take.index(), begunForIt);
                }
                hand.pieces.add(take.index());
            } else {
                assertThat(missingForIt || begunForIt).isFalse();
                assertThat(assignment instanceof Assignment.AllDone).isEqualTo(isDone());
            }
        }

        private void checkShared(Hand hand, int index, List<Hand> others, boolean missingForIt) {
            boolean stalled = others.stream().allMatch(other -> other.nanosToFinish == Long.MAX_VALUE);
            assertThat(!missingForIt || stalled || inOrder && index == firstUnfinished())
                    .isTrue();
            assertThat(others).hasSizeBetween(1, 7).doesNotContain(hand);
            assertThat(stalled || !hand.suspect && others.stream().noneMatch(other -> other.suspect))
                    .isTrue();
            assertThat(others)
                    .allMatch(other ->
                            hand.nanosForPiece < other.nanosToFinish / 2 || other.nanosToFinish == Long.MAX_VALUE);
        }

        private void checkMissing(Hand hand, int index, boolean begunForIt) {
            assertThat(isMissing(index)).isTrue();
            boolean suggested = hand.suggested.remove(index);
            if (inOrder) {
                assertThat(index).isEqualTo(firstMissing(hand.remote));
            } else if (!suggested) {
                assertThat(begunForIt && !hand.suspect).isFalse();
                assertThat(have.size() == before || availability(index) <= leastAvailability(hand.remote) + 1)
                        .isTrue();
            }
        }

        private int firstMissing(Bitfield remote) {
            int index = 0;
            while (!remote.has(index) || !isMissing(index)) {
                index++;
            }
            return index;
        }

        private int firstUnfinished() {
            int index = 0;
            while (!wanted.has(index) || have.contains(index)) {
                index++;
            }
            return index;
        }

        boolean isDone() {
            for (int i = 0; i < pieces; i++) {
                if (wanted.has(i) && !have.contains(i)) {
                    return false;
                }
            }
            return true;
        }

        private long availability(int index) {
            return hands.stream()
                    .filter(hand -> !hand.remote.isFull() && hand.remote.has(index))
                    .count();
        }

        private long leastAvailability(Bitfield remote) {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < pieces; i++) {
                if (remote.has(i) && isMissing(i)) {
                    least = Math.min(least, availability(i));
                }
            }
            return least;
        }

        void suggest(Hand hand, int index) {
            hand.suggestions.add(index);
            hand.suggested.add(index);
        }

        void giveBack(Hand hand, Random random) {
            Integer piece = any(hand.pieces, random);
            if (piece != null) {
                hand.pieces.remove(piece);
                boolean last = hands.stream().noneMatch(other -> other.isAt(piece));
                boolean kept = random.nextBoolean();
                assertThat(queue.giveBack(piece, hand, kept)).isEqualTo(last);
                if (last && kept) {
                    begun.add(piece);
                }
            }
        }

        void forget() {
            int index = queue.forget();
            assertThat(index).isEqualTo(begun.isEmpty() ? -1 : begun.iterator().next());
            begun.remove(index);
        }

        void deliver(Hand hand, Random random) {
            Integer piece = any(hand.pieces, random);
            if (piece != null) {
                queue.deliver(piece);
                hands.forEach(other -> other.pieces.remove(piece));
                verifying.add(piece);
            }
        }

        void refuse(Random random) {
            Integer piece = any(verifying, random);
            if (piece != null) {
                verifying.remove(piece);
                queue.refuse(piece);
            }
        }

        void complete(Random random) {
            Integer piece = any(verifying, random);
            if (piece != null) {
                verifying.remove(piece);
                queue.complete(piece);
                have.add(piece);
            }
        }

        private static Integer any(Collection<Integer> pieces, Random random) {
            return pieces.isEmpty() ? null : new ArrayList<>(pieces).get(random.nextInt(pieces.size()));
        }

        void check() {
            assertThat(queue.completed()).isEqualTo(have.size());
            assertThat(queue.isDone()).isEqualTo(isDone());
            for (Hand hand : hands) {
                boolean wants = false;
                for (int i = 0; i < pieces; i++) {
                    wants |= hand.remote.has(i) && wanted.has(i) && !have.contains(i);
                }
                assertThat(queue.wants(hand.remote)).isEqualTo(wants);
            }
        }
    }

    @Property
    void everyPieceIsInOneStateWhateverWorkersDo(
            @ForAll @IntRange(min = 1, max = 12) int pieces,
            @ForAll boolean inOrder,
            @ForAll @Size(max = 150) List<@IntRange(min = 0, max = 79) Integer> steps,
            @ForAll long seed) {
        Random random = new Random(seed);
        Model model = new Model(pieces, inOrder, random);
        for (int step : steps) {
            Hand hand = model.hands.get(step % WORKERS);
            switch (step / WORKERS) {
                case 0, 1, 2, 3, 4 -> model.take(hand);
                case 5 -> model.giveBack(hand, random);
                case 6, 7 -> model.deliver(hand, random);
                case 8 -> model.suggest(hand, random.nextInt(pieces));
                case 9 -> model.forget();
                case 10 -> model.refuse(random);
                case 11 -> model.complete(random);
                case 12 -> hand.suspect = !hand.suspect;
                case 13 -> hand.nanosToFinish = random.nextInt(10_000);
                case 14 -> hand.nanosToFinish = Long.MAX_VALUE;
                default -> hand.nanosForPiece = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(10_000);
            }
            model.check();
        }
        finish(model, random);
    }

    /** The seed does what is left: nothing was lost on the way. */
    private static void finish(Model model, Random random) {
        for (Hand hand : model.hands) {
            while (!hand.pieces.isEmpty()) {
                model.giveBack(hand, random);
            }
        }
        for (int i = 0; i <= model.pieces; i++) {
            while (!model.verifying.isEmpty()) {
                model.complete(random);
            }
            model.take(model.hands.get(0));
            model.deliver(model.hands.get(0), random);
        }
        assertThat(model.queue.isDone()).isTrue();
    }

    @Property
    void countsOfPeersComeAndGo(
            @ForAll @IntRange(min = 1, max = 12) int pieces,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 119) Integer> steps) {
        WorkQueue queue = WorkQueue.rarestFirst(
                TorrentLayout.of(PIECE, (long) pieces * PIECE),
                new Bitfield(pieces),
                Bitfield.full(pieces),
                new Random(1));
        List<Bitfield> peers = new ArrayList<>();
        for (int step : steps) {
            if (step < 20) {
                Bitfield remote = new Bitfield(pieces);
                remote.set(step % pieces);
                queue.peerHas(remote);
                peers.add(remote);
            } else if (!peers.isEmpty() && step < 100) {
                Bitfield remote = peers.get(step % peers.size());
                if (remote.set(step / 7 % pieces)) {
                    queue.peerHas(step / 7 % pieces, remote);
                }
            } else if (!peers.isEmpty()) {
                queue.peerGone(peers.remove(step % peers.size()));
            }
        }
        peers.forEach(queue::peerGone); // an availability below zero would throw
        Assignment assignment = queue.take(Bitfield.full(pieces), new Hand(Bitfield.full(pieces)));
        assertThat(assignment).isInstanceOf(Assignment.Take.class);
    }
}
