package torrentkit.seeder.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

@Timeout(60)
class OriginPolicyTest {
    private static final int PIECES = 64;
    private static final int LENGTH = 1 << 20;
    private static final long SECOND = 1_000_000_000L;

    private long now = 5 * SECOND;
    private final OriginPolicy<String> policy =
            new OriginPolicy<>(TorrentLayout.of(LENGTH, (long) PIECES * LENGTH), () -> now, new Random(7));

    private void join(String... peers) {
        for (String peer : peers) {
            policy.joined(peer, new Bitfield(PIECES));
        }
    }

    private List<Integer> offers(String peer) {
        List<Integer> offers = new ArrayList<>();
        for (OptionalInt next = policy.offer(peer); next.isPresent(); next = policy.offer(peer)) {
            offers.add(next.getAsInt());
        }
        return offers;
    }

    /** The peer gets the piece from the origin. */
    private void fetch(String peer, int piece) {
        assertThat(policy.allows(peer, piece)).isTrue();
        policy.sent(peer, piece, LENGTH);
        policy.has(peer, piece);
    }

    @Test
    void offersDistinctPiecesToDistinctPeers() {
        join("a", "b", "c");
        List<Integer> all = new ArrayList<>();
        for (String peer : List.of("a", "b", "c")) {
            List<Integer> own = offers(peer);
            assertThat(own).isNotEmpty().hasSizeLessThan(PIECES / 3);
            all.addAll(own);
        }
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void sendsEachPieceOnceBeforeAnyTwice() {
        join("a", "b");
        Set<Integer> sent = new HashSet<>();
        while (sent.size() < PIECES) {
            for (String peer : List.of("a", "b")) {
                for (int piece : offers(peer)) {
                    assertThat(sent.add(piece)).isTrue();
                    fetch(peer, piece);
                    policy.has(peer.equals("a") ? "b" : "a", piece);
                }
            }
        }
        assertThat(policy.copies()).isEqualTo(1.0);
    }

    @Test
    void leavesToPeersWhatTheyGiveEachOther() {
        List<String> peers = List.of("a", "b", "c", "d");
        join("a", "b", "c", "d");
        Set<Integer> sent = new HashSet<>();
        while (sent.size() < PIECES) {
            for (int i = 0; i < peers.size(); i++) {
                for (int piece : offers(peers.get(i))) {
                    assertThat(sent.add(piece)).isTrue();
                    fetch(peers.get(i), piece);
                    policy.has(peers.get((i + 1) % peers.size()), piece);
                    now += SECOND / PIECES;
                }
            }
        }
        for (int piece = 0; piece < PIECES / 2; piece++) {
            for (String peer : peers) {
                policy.has(peer, piece);
                now += SECOND / PIECES / 2;
                assertThat(policy.offer(peer)).isEmpty();
            }
        }
    }

    @Test
    void givesAgainWhatTheOnlyOneWhoHasItKeeps() {
        join("a", "b");
        for (int i = 0; i < PIECES - 1; i++) {
            policy.has("b", i);
        }
        fetch("a", PIECES - 1);
        now += SECOND;
        assertThat(policy.offer("b")).hasValue(PIECES - 1);
    }

    @Test
    void offersOneWhoIsAloneEverMore() {
        join("a");
        Set<Integer> sent = new HashSet<>();
        int rounds = 0;
        while (sent.size() < PIECES) {
            List<Integer> offers = offers("a");
            offers.forEach(piece -> fetch("a", piece));
            sent.addAll(offers);
            rounds++;
        }
        assertThat(rounds).isLessThan(8);
    }

    @Test
    void givesOthersWhatOneWhoIsNoLongerAloneHasNotAskedFor() {
        join("a");
        offers("a").forEach(piece -> fetch("a", piece));
        offers("a").forEach(piece -> fetch("a", piece));
        assertThat(offers("a")).hasSizeGreaterThan(4);
        now += 3 * SECOND;
        join("b");
        Set<Integer> sent = new HashSet<>();
        for (List<Integer> offers = offers("b"); !offers.isEmpty(); offers = offers("b")) {
            offers.forEach(piece -> fetch("b", piece));
            sent.addAll(offers);
        }
        assertThat(sent).hasSizeGreaterThan(PIECES - 16);
    }

    @Test
    void givesOthersAtOnceWhatOneHadBeforeItWhenItWasChoked() {
        join("a", "b");
        List<Integer> ofA = offers("a");
        policy.allows("a", ofA.get(0));
        policy.allows("a", ofA.get(1));
        policy.sent("a", ofA.get(1), LENGTH);
        policy.choked("a");

        assertThat(policy.allows("b", ofA.get(1))).isFalse();
        Set<Integer> ofB = new HashSet<>();
        for (List<Integer> offers = offers("b"); !offers.isEmpty(); offers = offers("b")) {
            offers.forEach(piece -> fetch("b", piece));
            ofB.addAll(offers);
        }
        assertThat(ofB).contains(ofA.get(0)).doesNotContain(ofA.get(1));
    }

    @Test
    void refusesWhatOthersFetchToOneWhoHasBetterToDo() {
        join("a", "b");
        int ofA = offers("a").get(0);
        int ofB = offers("b").get(0);
        assertThat(policy.allows("a", ofB)).isFalse();
        assertThat(policy.allows("a", ofA)).isTrue();
        assertThat(policy.allows("b", ofB)).isTrue();
    }

    @Test
    void offersAgainWhatAPeerTookAlong() {
        join("a", "b");
        List<Integer> taken = offers("a");
        policy.left("a");
        assertThat(policy.peers()).isEqualTo(1);
        join("c");
        Set<Integer> rest = new HashSet<>();
        for (List<Integer> offers = offers("c"); !offers.isEmpty(); offers = offers("c")) {
            offers.forEach(piece -> fetch("c", piece));
            rest.addAll(offers);
        }
        assertThat(rest).containsAll(taken);
    }

    @Test
    void offersToOthersWhatAPeerLetsLie() {
        join("a", "b");
        List<Integer> ofA = offers("a");
        now += 5 * SECOND;
        Set<Integer> ofB = new HashSet<>();
        for (List<Integer> offers = offers("b"); !offers.isEmpty(); offers = offers("b")) {
            offers.forEach(piece -> fetch("b", piece));
            ofB.addAll(offers);
        }
        assertThat(ofB).containsAll(ofA);
    }

    @Test
    void offersLessToOneWhoPassesNothingOn() {
        join("keeps", "passes", "c", "d");
        int kept = 0;
        int passed = 0;
        assertThat(policy.allows("c", offers("c").get(0))).isTrue(); // the link is busy
        for (int round = 0; round < 8; round++) {
            now += SECOND / 10;
            for (int piece : offers("keeps")) {
                fetch("keeps", piece);
                kept++;
            }
            for (int piece : offers("passes")) {
                fetch("passes", piece);
                policy.has("c", piece);
                policy.has("d", piece);
                passed++;
            }
        }
        assertThat(kept).isLessThan(passed);
    }

    @Test
    void doesNotHoldBackTheOnlyOneWhoFetches() {
        join("a", "idle");
        assertThat(offers("idle")).isNotEmpty();
        int fetched = 0;
        for (List<Integer> offers = offers("a"); !offers.isEmpty(); offers = offers("a")) {
            offers.forEach(piece -> fetch("a", piece));
            fetched += offers.size();
        }
        assertThat(fetched).isGreaterThan(PIECES / 2);
    }

    @Test
    void givesOverTheBudgetOnlyWhatNobodyHas() {
        policy.maxCopies(0.25);
        join("a", "b");
        Bitfield sent = new Bitfield(PIECES);
        while (policy.copies() < 0.25) {
            for (int piece : offers("a")) {
                fetch("a", piece);
                sent.set(piece);
            }
        }
        for (int i = sent.nextSet(0); i >= 0; i = sent.nextSet(i + 1)) {
            assertThat(policy.allows("b", i)).isFalse();
        }
        for (List<Integer> offers = offers("b"); !offers.isEmpty(); offers = offers("b")) {
            for (int piece : offers) {
                assertThat(sent.set(piece)).isTrue();
                fetch("b", piece);
            }
        }
        assertThat(sent.isFull()).isTrue();
        assertThat(policy.copies()).isEqualTo(1.0);
    }

    @Test
    void letsNobodyStarveOverTheBudget() {
        policy.maxCopies(0.01);
        join("a", "b");
        while (!offers("a").isEmpty()) {
            for (int i = 0; i < PIECES; i++) {
                if (policy.allows("a", i)) {
                    fetch("a", i);
                }
            }
        }
        assertThat(policy.offer("b")).isEmpty();
        now += 11 * SECOND;
        assertThat(policy.offer("b")).isPresent();
        assertThat(policy.allows("b", 3)).isTrue();
    }

    @Test
    void refusesABudgetOfNothing() {
        assertThatThrownBy(() -> policy.maxCopies(0)).hasMessageContaining("0 copies");
        assertThatThrownBy(() -> policy.maxCopies(Double.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void givesOneWhoTakesNoAdviceWhatItAsksFor() {
        join("a", "b");
        List<Integer> ofA = offers("a");
        ofA.forEach(piece -> assertThat(policy.allows("a", piece)).isTrue());
        for (int second = 0; second < 5; second++) { // nobody gives it anything, and what it is offered it lets lie
            offers("b");
            assertThat(policy.allows("b", ofA.get(0))).isFalse();
            now += SECOND;
        }
        offers("b");
        assertThat(policy.allows("b", ofA.get(0))).isTrue();
        assertThat(policy.allows("b", ofA.get(1))).isTrue();
    }

    @Test
    void offersOneWhoNeverSaysWhatItHasEachPieceOnce() {
        join("a");
        List<Integer> sent = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            for (int piece : offers("a")) {
                assertThat(policy.allows("a", piece)).isTrue();
                policy.sent("a", piece, LENGTH);
                sent.add(piece);
            }
            now += SECOND;
        }
        assertThat(sent).hasSize(PIECES).doesNotHaveDuplicates();
        assertThat(policy.worth("a")).isZero();
    }

    @Test
    void whoNeverAsksKeepsLittleFromOneWhoDoes() {
        for (int i = 0; i < 20; i++) {
            join("silent " + i);
        }
        join("a");
        int fetched = 0;
        for (int second = 0; second < 40; second++) {
            now += SECOND;
            for (int i = 0; i < 20; i++) {
                offers("silent " + i);
            }
            for (int each = 0; each < 4; each++) {
                OptionalInt piece = policy.offer("a");
                if (piece.isPresent()) {
                    fetch("a", piece.getAsInt());
                    fetched++;
                }
            }
        }
        assertThat(fetched).isGreaterThan(50);
        now += 600 * SECOND;
        assertThat(offers("silent 3")).isNotEmpty();
    }
}
