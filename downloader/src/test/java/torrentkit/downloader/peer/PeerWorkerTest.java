package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import torrentkit.downloader.peer.WorkerSwarm.Seed;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;

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
}
