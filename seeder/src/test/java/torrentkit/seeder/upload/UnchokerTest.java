package torrentkit.seeder.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import torrentkit.seeder.upload.Unchoker.Peer;

class UnchokerTest {
    @Test
    void unchokesEverybodyWhileThereAreSlots() {
        assertThat(choose(peers(5, 0), 5, 0)).hasSize(5);
    }

    @Test
    void keepsTheQuickestAndOneByLot() {
        List<Peer<Integer>> peers = IntStream.range(0, 20)
                .mapToObj(i -> new Peer<>(i, i * 100L, i >= 16))
                .toList();
        Set<Integer> chosen = choose(peers, 4, 0);
        assertThat(chosen).hasSize(4).contains(19, 18, 17);
    }

    @Test
    void theLotFallsOnEverybodySooner() {
        Set<Integer> lucky = new HashSet<>();
        for (int seed = 0; seed < 500; seed++) {
            lucky.addAll(Unchoker.choose(peers(20, 3), 4, 0, new Random(seed)));
        }
        assertThat(lucky).hasSize(20);
    }

    @Test
    void theLuckyOneKeepsItsSlotBetweenDraws() {
        List<Peer<Integer>> peers = new ArrayList<>(peers(20, 3));
        peers.set(11, new Peer<>(11, 0, true));
        for (int seed = 0; seed < 50; seed++) {
            assertThat(Unchoker.choose(peers, 4, 1, new Random(seed))).contains(11);
            assertThat(Unchoker.choose(peers, 4, 2, new Random(seed))).contains(11);
            assertThat(Unchoker.choose(peers, 4, 3, new Random(seed))).doesNotContain(11);
        }
    }

    @Property
    void fillsAllSlotsAndNeverMore(
            @ForAll @Size(max = 40) List<@IntRange(min = -500, max = 500) Integer> merits,
            @ForAll @IntRange(min = 2, max = 20) int slots,
            @ForAll @IntRange(min = 0, max = 9) int round,
            @ForAll long seed) {
        List<Peer<Integer>> peers = new ArrayList<>();
        for (int i = 0; i < merits.size(); i++) { // the sign says whether it is unchoked now
            peers.add(new Peer<>(i, Math.abs(merits.get(i)), merits.get(i) > 0));
        }
        Set<Integer> chosen = Unchoker.choose(peers, slots, round, new Random(seed));
        assertThat(chosen).hasSize(Math.min(slots, peers.size()));
        int optimistic = Math.max(1, slots / 5);
        long worstRegular = peers.stream()
                .mapToLong(Peer::bytes)
                .boxed()
                .sorted(Comparator.reverseOrder())
                .skip(Math.max(0, Math.min(slots, peers.size()) - optimistic - 1))
                .findFirst()
                .orElse(0L);
        assertThat(chosen.stream()
                        .filter(i -> peers.get(i).bytes() >= worstRegular)
                        .count())
                .isGreaterThanOrEqualTo(Math.min(slots, peers.size()) - optimistic);
    }

    private static Peer<Integer> closed(int peer, int worth, boolean unchoked, int rounds) {
        return new Peer<>(peer, 0, unchoked, new UploadSlots.Plea(true, true, worth), rounds);
    }

    @Property
    void fewStrangersAtATimeAndPartnersAsManyAsThereAreSlots(
            @ForAll @IntRange(max = 30) int partners,
            @ForAll @IntRange(max = 30) int strangers,
            @ForAll @IntRange(min = 2, max = 40) int slots,
            @ForAll long seed) {
        List<Peer<Integer>> peers = new ArrayList<>();
        for (int i = 0; i < partners; i++) {
            peers.add(closed(i, 1, false, 0));
        }
        for (int i = 0; i < strangers; i++) {
            peers.add(new Peer<>(100 + i, 0, false, new UploadSlots.Plea(true, false, 50), 9));
        }
        Set<Integer> chosen = Unchoker.choose(peers, slots, 0, new Random(seed));

        assertThat(chosen.stream().filter(peer -> peer >= 100).count()).isLessThanOrEqualTo(Unchoker.STRANGERS);
        assertThat(chosen).hasSize(Math.min(slots, partners + Math.min(strangers, Unchoker.STRANGERS)));
    }

    @Test
    void everyStrangerHasItsTurn() {
        int count = 3 * Unchoker.STRANGERS;
        boolean[] unchoked = new boolean[count];
        int[] rounds = new int[count];
        Set<Integer> served = new HashSet<>();
        for (int round = 0; round < 2 * count; round++) {
            List<Peer<Integer>> peers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                peers.add(new Peer<>(i, 0, unchoked[i], new UploadSlots.Plea(true, false, 1), rounds[i]));
            }
            Set<Integer> chosen = Unchoker.choose(peers, 32, round, new Random(round));
            served.addAll(chosen);
            for (int i = 0; i < count; i++) {
                rounds[i] = unchoked[i] == chosen.contains(i) ? rounds[i] + 1 : 0;
                unchoked[i] = chosen.contains(i);
            }
        }
        assertThat(served).hasSize(count);
    }

    @Test
    void inAClosedSwarmOneWhoLacksLittleMakesRoomForWhoWaitedLongest() {
        List<Peer<Integer>> peers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            peers.add(closed(i, 100 - i, i < 4, i));
        }
        assertThat(choose(peers, 4, 0)).containsExactlyInAnyOrder(0, 1, 2, 11);
    }

    @Test
    void inAClosedSwarmSlotsThatAreNotUsedGoToWhoWaits() {
        List<Peer<Integer>> peers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            peers.add(closed(i, i < 6 ? 0 : 10, i < 8, 3)); // six of eight slots lie idle
        }
        Set<Integer> chosen = Unchoker.choose(peers, 8, 0, new Random(1));
        assertThat(chosen).hasSize(8).contains(6, 7).allMatch(peer -> peer >= 6);
    }

    @Property
    void inAClosedSwarmEverybodyIsServedBeforeLong(
            @ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(min = 2, max = 20) int slots,
            @ForAll long seed) {
        Random random = new Random(seed);
        int[] rounds = new int[count];
        boolean[] unchoked = new boolean[count];
        Set<Integer> served = new HashSet<>();
        for (int round = 0; round <= count / Math.max(1, slots / 8) + 2; round++) {
            List<Peer<Integer>> peers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                peers.add(closed(i, i < 3 ? 100 : 1, unchoked[i], rounds[i]));
            }
            Set<Integer> chosen = Unchoker.choose(peers, slots, round, random);
            assertThat(chosen).hasSize(Math.min(slots, count));
            served.addAll(chosen);
            for (int i = 0; i < count; i++) {
                rounds[i] = unchoked[i] == chosen.contains(i) ? rounds[i] + 1 : 0;
                unchoked[i] = chosen.contains(i);
            }
        }
        assertThat(served).hasSize(count);
    }

    @Property
    void closedAndOpenSwarmsShareTheSlots(
            @ForAll @IntRange(min = 1, max = 30) int open,
            @ForAll @IntRange(min = 1, max = 30) int closed,
            @ForAll @IntRange(min = 2, max = 20) int slots,
            @ForAll long seed) {
        List<Peer<Integer>> peers = new ArrayList<>(peers(open, 3));
        for (int i = 0; i < closed; i++) {
            peers.add(closed(open + i, i, false, 0));
        }
        Set<Integer> chosen = Unchoker.choose(peers, slots, 0, new Random(seed));
        assertThat(chosen).hasSize(Math.min(slots, open + closed));
        assertThat(chosen).anyMatch(peer -> peer < open).anyMatch(peer -> peer >= open);
    }

    private static Set<Integer> choose(List<Peer<Integer>> peers, int slots, int round) {
        return Unchoker.choose(peers, slots, round, new Random(1));
    }

    /** Peers that earned nothing but the first few, who are unchoked. */
    private static List<Peer<Integer>> peers(int count, int quick) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Peer<>(i, i < quick ? 1000L : 0L, i < quick))
                .toList();
    }
}
