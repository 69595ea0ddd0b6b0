package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torrentkit.downloader.peer.WorkerSwarm.Seed;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;

/** Workers under a rate limit. */
class DownloadRateTest {
    private static final TorrentLayout LARGE = TorrentLayout.of(256 * 1024, 1L << 30);
    private static final long FAST = 100_000_000;

    @ParameterizedTest
    @CsvSource({"50000, 1", "50000, 8", "1000000, 1", "1000000, 8", "4000000, 1", "4000000, 8"})
    void theRateIsMetWithinTwoPerCentAndEvenly(long rate, int peers) {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, rate)) {
            for (int i = 0; i < peers; i++) {
                swarm.seed(FAST);
            }
            swarm.pass(Duration.ofSeconds(2));
            long begin = swarm.downloaded();
            for (int second = 0; second < 10; second++) {
                long before = swarm.downloaded();
                swarm.pass(Duration.ofSeconds(1));
                assertThat(swarm.downloaded() - before)
                        .isBetween(rate * 9 / 10 - Block.LENGTH, rate * 11 / 10 + Block.LENGTH);
            }
            assertThat((swarm.downloaded() - begin) / 10.0)
                    .isBetween(rate * 0.98 - Block.LENGTH / 10.0, rate * 1.02 + Block.LENGTH / 10.0);
        }
    }

    /** Twice its share, since a tenth of a second may be made up for; and a block, which nobody can divide, of each peer. */
    @ParameterizedTest
    @CsvSource({"100000, 1", "1000000, 8", "4000000, 1", "4000000, 8"})
    void noTenthOfASecondBringsMuchMore(long rate, int peers) {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, rate)) {
            for (int i = 0; i < peers; i++) {
                swarm.seed(FAST);
            }
            long[] tenth = new long[100];
            for (int milli = 0; milli < 10_000; milli++) {
                swarm.pass(Duration.ofMillis(1));
                long now = swarm.downloaded();
                assertThat(now - tenth[milli % 100]).isLessThanOrEqualTo(rate / 5 + (long) peers * Block.LENGTH);
                tenth[milli % 100] = now;
            }
            assertThat(swarm.downloaded()).isPositive();
        }
    }

    @Test
    void noMoreWorkersHaveAPieceThanTheRateTakes() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 100_000)) {
            for (int i = 0; i < 20; i++) {
                swarm.seed(FAST);
            }
            swarm.pass(Duration.ofSeconds(30));
            assertThat(swarm.seats().taken()).isBetween(1, 3);
            assertThat(swarm.startedPieces().size() - swarm.completed().size()).isBetween(1, 3);
        }
    }

    @Test
    void slowPeersReachTheRateTogether() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 400_000)) {
            for (int i = 0; i < 8; i++) {
                swarm.seed(100_000);
            }
            swarm.pass(Duration.ofSeconds(10));
            long before = swarm.downloaded();
            swarm.pass(Duration.ofSeconds(10));
            assertThat((swarm.downloaded() - before) / 10.0).isBetween(400_000 * 0.95, 400_000 * 1.05);
        }
    }

    @Test
    void theRateMayBeChangedAtAnyTime() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 1_000)) {
            swarm.seed(2_000_000);
            swarm.pass(Duration.ofSeconds(2));
            assertThat(swarm.downloaded()).isZero(); // the first block is 16 s away
            swarm.limit.change(1_000_000);
            swarm.pass(Duration.ofSeconds(2));
            assertThat(swarm.downloaded()).isBetween(900_000L, 2_100_000L);
            swarm.limit.change(0);
            swarm.pass(Duration.ofSeconds(2));
            long before = swarm.downloaded();
            swarm.pass(Duration.ofSeconds(2));
            assertThat(swarm.downloaded() - before).isBetween(3_800_000L, 4_100_000L);
            swarm.limit.change(100_000);
            swarm.pass(Duration.ofSeconds(2));
            before = swarm.downloaded();
            swarm.pass(Duration.ofSeconds(2));
            assertThat(swarm.downloaded() - before).isBetween(160_000L, 240_000L);
        }
    }

    /** What was asked for at the old pace is taken back: it would be 500 blocks from a peer. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 8000000", "4, 0", "4, 8000000"})
    void aLowerRateHoldsAtOnce(int peers, long before) {
        long rate = 200_000;
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, before)) {
            for (int i = 0; i < peers; i++) {
                swarm.seed(4_000_000);
            }
            swarm.pass(Duration.ofSeconds(4));
            swarm.limit.change(rate);
            long then = swarm.downloaded();
            swarm.pass(Duration.ofSeconds(1));
            long burst = rate / 5 + 4L * peers * Block.LENGTH;
            assertThat(swarm.downloaded() - then).isLessThanOrEqualTo(rate + burst);
            long settled = swarm.downloaded();
            swarm.pass(Duration.ofSeconds(10));
            assertThat((swarm.downloaded() - settled) / 10.0)
                    .isBetween(rate * 0.98 - Block.LENGTH / 10.0, rate * 1.02 + Block.LENGTH / 10.0);
        }
    }

    @Test
    void whatAPeerDoesNotSendOthersMayAskFor() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 200_000)) {
            Seed silent = swarm.seed(FAST);
            silent.fallSilent();
            Seed good = swarm.seed(FAST);
            swarm.pass(Duration.ofSeconds(40));
            long before = good.sent();
            silent.hangUp();
            swarm.pass(Duration.ofSeconds(10));
            assertThat((good.sent() - before) / 10.0).isBetween(200_000 * 0.9, 200_000 * 1.1);
        }
    }

    /** A block every three seconds and more: nobody else is put at the piece, though nothing comes for long. */
    @Test
    void whoIsHeldBackHasNotStalled() {
        try (WorkerSwarm swarm = new WorkerSwarm(TorrentLayout.of(256 * 1024, 256 * 1024), 100, 4_000)) {
            swarm.seed(FAST);
            swarm.seed(FAST);
            swarm.pass(Duration.ofSeconds(75));
            assertThat(swarm.startedPieces()).hasSize(1);
            assertThat(swarm.completed()).hasSize(1);
            assertThat(swarm.wasted()).isZero();
        }
    }

    @Test
    void withoutALimitNobodyWaits() {
        try (WorkerSwarm swarm = new WorkerSwarm(LARGE, 100, 0)) {
            swarm.seed(2_000_000);
            swarm.seed(2_000_000);
            swarm.pass(Duration.ofSeconds(2));
            assertThat(swarm.downloaded()).isBetween(7_600_000L, 8_100_000L);
            assertThat(swarm.seats().isHeld()).isFalse();
        }
    }
}
