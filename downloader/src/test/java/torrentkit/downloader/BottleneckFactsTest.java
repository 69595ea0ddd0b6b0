package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BottleneckFactsTest {
    private static final double MEGABYTE = 1e6;

    private static Bottleneck of(
            int peers, int willing, boolean heldBack, double waiting, double writing, double best, boolean complete) {
        return new BottleneckFacts(peers, willing, heldBack, waiting, writing, 10 * MEGABYTE, best * MEGABYTE, complete)
                .decide();
    }

    @Test
    void nobodyIsConnected() {
        assertThat(of(0, 0, false, 0, 0, 0, false)).isEqualTo(Bottleneck.NO_PEERS);
    }

    @Test
    void nobodyLetsUsAskOrHasWhatWeLack() {
        assertThat(of(3, 0, false, 0, 0, 0, false)).isEqualTo(Bottleneck.PEERS_CHOKE_US);
    }

    @Test
    void requestsWaitForOurOwnLimit() {
        assertThat(of(3, 2, true, 0, 0, 9.9, true)).isEqualTo(Bottleneck.RATE_LIMIT);
    }

    @Test
    void deliveredPiecesWaitForTheDiskOrForHashing() {
        assertThat(of(3, 2, false, 0.3, 0.6, 1, true)).isEqualTo(Bottleneck.DISK);
        assertThat(of(3, 2, false, 0.3, 0.4, 1, true)).isEqualTo(Bottleneck.HASH);
        assertThat(of(3, 0, false, 0.3, 0.6, 1, true))
                .isEqualTo(Bottleneck.DISK); // whoever chokes us now, this is behind
    }

    @Test
    void fewPiecesThatWaitAreNoBottleneck() {
        assertThat(of(3, 2, false, 0.2, 0.9, 5, true)).isEqualTo(Bottleneck.NETWORK);
    }

    @Test
    void oneCompletePeerGivesNearlyAll() {
        assertThat(of(3, 2, false, 0, 0, 9, true)).isEqualTo(Bottleneck.ORIGIN);
        assertThat(of(3, 2, false, 0, 0, 8.9, true)).isEqualTo(Bottleneck.NETWORK);
        assertThat(of(3, 2, false, 0, 0, 9, false)).isEqualTo(Bottleneck.NETWORK);
    }

    @Test
    void nothingThatComesIsTheNetworksFault() {
        assertThat(new BottleneckFacts(1, 1, false, 0, 0, 0, 0, false).decide()).isEqualTo(Bottleneck.NETWORK);
    }
}
