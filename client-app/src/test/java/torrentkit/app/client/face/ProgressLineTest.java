package torrentkit.app.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import torrentkit.downloader.DownloadProgress;
import torrentkit.downloader.DownloadProgress.Phase;

class ProgressLineTest {
    private static final long MIB = 1 << 20;

    private static DownloadProgress progress(Phase phase, long verified, double rate, int peers) {
        return new DownloadProgress(
                phase, 100 * MIB, verified * MIB, 100, (int) verified, verified * MIB, 3 * MIB, 0, rate, 1024, peers);
    }

    @Test
    void tellsPiecesPercentRatePeersAndTimeLeft() {
        DownloadProgress progress = progress(Phase.DOWNLOADING, 42, 2.0 * MIB, 3);
        assertThat(ProgressLine.fitted("a.iso", progress, 79))
                .isEqualTo("a.iso  42/100  42%  2.0 MiB/s  3 peers  ETA 0:29");
        assertThat(ProgressLine.plain(progress)).isEqualTo("42 of 100 pieces, 42%, 2.0 MiB/s, 3 peers, ETA 0:29");
    }

    @Test
    void knowsNoTimeLeftWhenNothingArrives() {
        assertThat(ProgressLine.plain(progress(Phase.DOWNLOADING, 0, 0, 0)))
                .isEqualTo("0 of 100 pieces, 0%, 0 B/s, 0 peers, ETA -");
    }

    @Test
    void neverRoundsUpToAll() {
        DownloadProgress almost =
                new DownloadProgress(Phase.DOWNLOADING, 1_000_000, 999_999, 2000, 1999, 0, 0, 0, 0, 0, 1);
        assertThat(ProgressLine.plain(almost)).contains("99.9%");
    }

    @Test
    void shortensTheNameFirstAndThenTheEnd() {
        DownloadProgress progress = progress(Phase.DOWNLOADING, 42, 2.0 * MIB, 3);
        String name = "a-very-long-name-of-some-image.iso";
        assertThat(ProgressLine.fitted(name, progress, 60))
                .isEqualTo("a-very-long-name…  42/100  42%  2.0 MiB/s  3 peers  ETA 0:29")
                .hasSize(60);
        assertThat(ProgressLine.fitted(name, progress, 30)).isEqualTo("a-very-…  42/100  42%  2.0 Mi…");
    }

    @Test
    void tellsWhatIsShared() {
        assertThat(ProgressLine.plain(progress(Phase.COMPLETE, 100, 0, 1)))
                .isEqualTo("sharing  3.0 MiB sent  1.0 KiB/s  1 peer");
    }

    @Test
    void neverSaysCompleteBeforeItIs() {
        for (Phase phase : new Phase[] {Phase.CHECKING, Phase.DOWNLOADING, Phase.FINISHING, Phase.FAILED}) {
            DownloadProgress progress = progress(phase, 100, 0, 1);
            assertThat(ProgressLine.plain(progress) + ProgressLine.fitted("n", progress, 80))
                    .doesNotContainIgnoringCase("complete");
        }
    }
}
