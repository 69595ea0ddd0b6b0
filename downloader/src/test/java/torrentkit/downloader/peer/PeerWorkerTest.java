package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import torrentkit.downloader.peer.WorkerSwarm.Seed;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.testing.Frames;

/** Workers among peers that come, go, choke and refuse. */
class PeerWorkerTest {
    private static final int PIECE = 256 * 1024;
    private static final TorrentLayout LARGE = TorrentLayout.of(PIECE, 1L << 30);
    private static final TorrentLayout ONE_PIECE = TorrentLayout.of(PIECE, PIECE);

    private static List<Seed> asked(List<Seed> seeds) {
        return seeds.stream().filter(seed -> seed.requests() > 0).toList();
    }

    @Test
    void asksNoMorePeersThanItHasWorkers() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 2, 0)) {
            List<Seed> seeds = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                seeds.add(swarm.seed(1_000_000));
            }
            swarm.pass(Duration.ofSeconds(3));
            assertThat(asked(seeds)).containsExactly(seeds.get(0), seeds.get(1));
            assertThat(swarm.downloaded()).isBetween(5_500_000L, 6_100_000L);
        }
    }

    @Test
    void anotherPeerTakesOverWhenOneLeaves() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 1, 0)) {
            Seed first = swarm.seed(1_000_000);
            Seed second = swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(1));
            assertThat(second.requests()).isZero();
            first.hangUp();
            swarm.pass(Duration.ofMillis(500));
            assertThat(second.sent()).isBetween(300_000L, 520_000L);
        }
    }

    @Test
    void anotherPeerTakesOverWhenOneChokesUs() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 1, 0)) {
            Seed first = swarm.seed(1_000_000);
            Seed second = swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(1));
            first.choke();
            swarm.pass(Duration.ofMillis(500));
            assertThat(second.sent()).isBetween(300_000L, 520_000L);
            assertThat(first.worker().isChoked()).isTrue();
        }
    }

    @Test
    void idleWorkersDoNotWakeEachOtherWithoutEnd() {
        try (WorkerSwarm swarm = new WorkerSwarm(ONE_PIECE, 1, 0)) {
            swarm.seed(1_000_000).fallSilent();
            for (int i = 0; i < 5; i++) {
                swarm.seed(1_000_000);
            }
            swarm.pass(Duration.ofSeconds(50));
            assertThat(swarm.completed()).containsExactly(0);
        }
    }

    @Test
    void aRefusedRequestIsAskedAgainAndCostsNothing() {
        try (WorkerSwarm swarm = new WorkerSwarm(ONE_PIECE, 1, 0)) {
            Seed seed = swarm.seed(1_000_000);
            seed.refuse(new Block(0, 5 * Block.LENGTH, Block.LENGTH));
            swarm.pass(Duration.ofSeconds(3));
            assertThat(swarm.completed()).containsExactly(0);
            assertThat(swarm.wasted()).isZero();
            assertThat(seed.requests()).isEqualTo(PIECE / Block.LENGTH + 1);
        }
    }

    @Test
    void tellsWhatItIsAt() {
        try (WorkerSwarm swarm = new WorkerSwarm(ONE_PIECE, 1, 0)) {
            Seed seed = swarm.seed(100_000);
            swarm.pass(Duration.ofSeconds(1));
            assertThat(seed.worker().piece()).hasValue(0);
            assertThat(seed.worker().isInterested()).isTrue();
            assertThat(seed.worker().remoteCount()).isEqualTo(1);
            swarm.pass(Duration.ofSeconds(3));
            assertThat(seed.worker().piece()).isEmpty();
            assertThat(seed.worker().isInterested()).isFalse();
        }
    }

    private static final TorrentLayout LARGE_PIECE = TorrentLayout.of(4 << 20, 4 << 20);

    @Test
    void aSlowPeerDoesNotHoldALargePiece() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE_PIECE, 100, 0)) {
            swarm.seed(100_000);
            swarm.pass(Duration.ofSeconds(2));
            Seed quick = swarm.seed(2_000_000);
            swarm.pass(Duration.ofSeconds(3));
            assertThat(swarm.completed()).containsExactly(0);
            assertThat(quick.sent()).isGreaterThan(3_500_000);
            assertThat(swarm.wasted()).isLessThan(10 * Block.LENGTH);
        }
    }

    @Test
    void peersOfTheSamePaceBringAPieceTogether() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE_PIECE, 100, 0)) {
            for (int i = 0; i < 4; i++) {
                swarm.seed(500_000);
            }
            swarm.pass(Duration.ofSeconds(4)); // one alone would need 8 s
            assertThat(swarm.completed()).containsExactly(0);
            assertThat(swarm.wasted()).isLessThan(10 * Block.LENGTH);
        }
    }

    @Test
    void whatHasArrivedOfAPieceStaysWhenAPeerLeaves() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE_PIECE, 100, 0)) {
            Seed first = swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(2));
            long before = first.sent();
            first.hangUp();
            Seed second = swarm.seed(1_000_000);
            swarm.pass(Duration.ofMillis(2400));
            assertThat(swarm.completed()).containsExactly(0);
            assertThat(second.sent()).isEqualTo((4 << 20) - before);
            assertThat(swarm.wasted()).isZero();
        }
    }

    @Test
    void whatAStallerWasAskedForOthersBringSoon() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE_PIECE, 100, 0)) {
            Seed staller = swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(1));
            staller.fallSilent();
            swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(7));
            assertThat(swarm.completed()).containsExactly(0);
            assertThat(staller.queue()).isZero();
            assertThat(staller.cancelled()).isPositive();
            assertThat(swarm.wasted()).isZero();
        }
    }

    @Test
    void aStallerIsAskedForNothingMore() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 0)) {
            Seed staller = swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(1));
            staller.fallSilent();
            swarm.pass(Duration.ofSeconds(1));
            long asked = staller.requests();
            swarm.pass(Duration.ofSeconds(3));
            assertThat(staller.requests()).isEqualTo(asked);
        }
    }

    @Test
    void asksForWhatThePeerSuggests() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 0)) {
            Seed seed = swarm.chokingSeed(1_000_000);
            for (int index : new int[] {2000, 7, 300}) {
                seed.say(Frames.frame(Frames.SUGGEST_PIECE, Frames.ints(index)));
            }
            seed.unchoke();
            swarm.pass(Duration.ofSeconds(1));
            assertThat(swarm.startedPieces().subList(0, 3)).containsExactly(2000, 7, 300);
        }
    }

    @Test
    void whoSuggestsIsAskedForLittleElse() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 0)) {
            Seed seed = swarm.chokingSeed(1_000_000);
            seed.say(Frames.frame(Frames.SUGGEST_PIECE, Frames.ints(9)));
            seed.unchoke();
            swarm.pass(Duration.ofMillis(200));
            assertThat(swarm.startedPieces()).containsExactly(9);
            assertThat(seed.requests()).isEqualTo(PIECE / Block.LENGTH);
            swarm.pass(Duration.ofSeconds(2));
            assertThat(swarm.startedPieces()).hasSizeBetween(2, 20);
        }
    }

    @Test
    void whoSuggestsIsAskedOnThoughItRefusesOthers() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 0)) {
            Seed seed = swarm.chokingSeed(1_000_000);
            seed.say(Frames.frame(Frames.SUGGEST_PIECE, Frames.ints(9)));
            seed.refuseAllBut(Set.of(9, 10, 11));
            seed.unchoke();
            swarm.pass(Duration.ofSeconds(2));
            assertThat(seed.requests()).isLessThan(50);
            seed.say(Frames.frame(Frames.SUGGEST_PIECE, Frames.ints(10)));
            swarm.pass(Duration.ofMillis(500));
            assertThat(swarm.completed()).containsExactly(9, 10);
            swarm.pass(Duration.ofSeconds(60));
            seed.say(Frames.frame(Frames.SUGGEST_PIECE, Frames.ints(11)));
            swarm.pass(Duration.ofMillis(500));
            assertThat(swarm.completed()).containsExactly(9, 10, 11);
        }
    }

    /** It has no memory for what is suggested, and begins again and again with what another has left. */
    @Test
    void whoRefusesWhatThereIsMemoryForIsNotAskedAtEachAnswer() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 0, PIECE)) {
            Seed first = swarm.seed(100_000);
            swarm.pass(Duration.ofSeconds(1));
            first.hangUp();
            Seed origin = swarm.chokingSeed(10_000_000);
            origin.refuseAllBut(Set.of(9));
            origin.say(Frames.frame(Frames.SUGGEST_PIECE, Frames.ints(9)));
            origin.unchoke();
            swarm.pass(Duration.ofMillis(2600));
            assertThat(origin.requests()).isBetween(1L, 50L);
            assertThat(swarm.startedPieces().size()).isLessThan(6);
        }
    }

    /** Else it would take the blocks again and again that others could bring. */
    @Test
    void whoSuggestsOthersDoesNotHoldUpAPieceThatItRefuses() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE_PIECE, 100, 0)) {
            swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(2));
            Seed origin = swarm.chokingSeed(10_000_000);
            origin.refuseAllBut(Set.of());
            origin.say(Frames.frame(Frames.SUGGEST_PIECE, Frames.ints(0)));
            origin.unchoke();
            swarm.pass(Duration.ofMillis(2600));
            assertThat(swarm.completed()).containsExactly(0);
            assertThat(origin.requests()).isBetween(1L, 30L);
            assertThat(swarm.startedPieces().size()).isLessThan(6);
        }
    }

    @Test
    void asksForWhatIsAllowedWhileChoked() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 0)) {
            Seed seed = swarm.chokingSeed(1_000_000);
            seed.say(Frames.frame(Frames.ALLOWED_FAST, Frames.ints(17)));
            seed.say(Frames.frame(Frames.ALLOWED_FAST, Frames.ints(4)));
            swarm.pass(Duration.ofSeconds(2));
            assertThat(swarm.completed()).containsExactly(4, 17);
            assertThat(seed.requests()).isEqualTo(2 * PIECE / Block.LENGTH);
            assertThat(seed.worker().isChoked()).isTrue();
        }
    }

    @Test
    void goesOnWithWhatIsAllowedWhileASlowPeerChokesUs() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 0)) {
            Seed seed = swarm.chokingSeed(60_000);
            seed.say(Frames.frame(Frames.ALLOWED_FAST, Frames.ints(17)));
            swarm.pass(Duration.ofSeconds(5));
            assertThat(swarm.completed()).containsExactly(17);
            assertThat(seed.cancelled()).isZero();
            assertThat(swarm.wasted()).isZero();
        }
    }

    @Test
    void whatAPeerAllowsAndDoesNotSendOthersBring() {
        try (WorkerSwarm swarm = new WorkerSwarm(ONE_PIECE, 100, 0)) {
            Seed seed = swarm.chokingSeed(60_000);
            seed.fallSilent();
            seed.say(Frames.frame(Frames.ALLOWED_FAST, Frames.ints(0)));
            swarm.pass(Duration.ofSeconds(5));
            swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(2));
            assertThat(swarm.completed()).containsExactly(0);
        }
    }

    @Test
    void keepsLessThanASecondOfDataInFlight() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 0)) {
            Seed seed = swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(60));
            assertThat(seed.queue()).isBetween(10, 1_000_000 / Block.LENGTH);
            Seed slow = swarm.seed(40_000);
            swarm.pass(Duration.ofSeconds(10));
            assertThat(slow.queue()).isBetween(1, 3);
        }
    }

    @Test
    void partsFromAPeerThatIsOfNoUse() {
        try (WorkerSwarm swarm = new WorkerSwarm(ONE_PIECE, 100, 0)) {
            Seed seed = swarm.seed(1_000_000);
            swarm.pass(Duration.ofSeconds(3));
            assertThat(swarm.completed()).containsExactly(0);
            assertThat(seed.isOpen()).isFalse();
        }
    }
}
