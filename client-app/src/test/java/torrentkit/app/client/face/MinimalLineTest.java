package torrentkit.app.client.face;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.app.client.face.Runs.MIB;
import static torrentkit.app.client.face.Runs.totals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.RunState;

class MinimalLineTest {
    private final RunTotals half = totals("a.iso", "downloading", 42, 2.0 * MIB, 3, Optional.of("DISK"));

    @Test
    void tellsPiecesPeersPercentRatesTimeLeftAndLimit() {
        assertThat(MinimalLine.fitted(half, 130))
                .isEqualTo(
                        "Downloading a.iso: 42 pieces of 100 completed (3 peers)  42%  2.0 MiB/s  ETA 0:29  up 1.0 KiB/s"
                                + "  limited by the disk");
        assertThat(MinimalLine.plain(half))
                .isEqualTo("Downloading a.iso: 42 pieces of 100 completed (3 peers), 42%, 2.0 MiB/s, ETA 0:29,"
                        + " sending 1.0 KiB/s, limited by the disk");
    }

    @Test
    void percentFollowsThePiecesThatCameSinceItWasLastTold() {
        RunState run = Runs.run(List.of(
                Runs.at(1, "a", Runs.begun("a.iso")),
                Runs.at(2, "a", Runs.progress("downloading", 0, 0, 1, Optional.empty())),
                Runs.at(3, "a", new HistoryEvent.Completed("192.0.2.1:1", 7, (int) MIB))));
        assertThat(MinimalLine.plain(RunTotals.of(run.torrents(), 0)))
                .contains("1 piece of 100 completed")
                .contains(" 1%,");
    }

    @Test
    void leavesOutWhatIsLeastMissedFirst() {
        assertThat(MinimalLine.fitted(half, 110))
                .isEqualTo("Downloading a.iso: 42 pieces of 100 completed (3 peers)  42%  2.0 MiB/s  ETA 0:29"
                        + "  limited by the disk");
        assertThat(MinimalLine.fitted(half, 90))
                .isEqualTo("Downloading a.iso: 42 pieces of 100 completed (3 peers)  42%  2.0 MiB/s  ETA 0:29");
        assertThat(MinimalLine.fitted(half, 79))
                .isEqualTo("Downloading a.iso: 42 pieces of 100 completed (3 peers) 42% 2.00MiB/s ETA 0:29");
        assertThat(MinimalLine.fitted(half, 77))
                .isEqualTo("a.iso: 42 pieces of 100 completed (3 peers) 42% 2.00MiB/s ETA 0:29");
        assertThat(MinimalLine.fitted(half, 60)).isEqualTo("a.iso  42/100  42%  2.00MiB/s  3 peers  ETA 0:29");
        assertThat(MinimalLine.fitted(half, 37)).isEqualTo("a.iso  42%  2.00MiB/s  0:29");
        assertThat(MinimalLine.fitted(half, 20)).isEqualTo("42% 2.00MiB/s a.iso");
        assertThat(MinimalLine.fitted(half, 10)).isEqualTo("42% 2.00M…");
    }

    @Test
    void shortensALongNameButNotBeyondRecognition() {
        RunTotals longer = totals("a-very-long-name-of-some-image.iso", "downloading", 42, 2.0 * MIB, 3);
        assertThat(MinimalLine.fitted(longer, 100))
                .isEqualTo(
                        "Downloading a-very-long-name-of-som…: 42 pieces of 100 completed (3 peers)  42%  2.0 MiB/s  ETA 0:29")
                .hasSize(100);
        assertThat(MinimalLine.fitted(longer, 77))
                .isEqualTo("a-very-long-nam…: 42 pieces of 100 completed (3 peers) 42% 2.00MiB/s ETA 0:29")
                .hasSize(77);
    }

    @Test
    void knowsNoTimeLeftWhenNothingArrives() {
        assertThat(MinimalLine.plain(totals("a", "downloading", 0, 0, 0)))
                .startsWith("Downloading a: 0 pieces of 100 completed (0 peers), 0%, 0 B/s, ETA -");
    }

    @Test
    void saysOneForOne() {
        assertThat(MinimalLine.plain(totals("a", "downloading", 1, 0, 1)))
                .contains("1 piece of 100 completed (1 peer)");
    }

    @Test
    void tellsWhatIsShared() {
        assertThat(MinimalLine.plain(totals("a", "complete", 100, 0, 1)))
                .isEqualTo("Sharing a: 3.0 MiB sent (1 peer), 1.0 KiB/s");
        assertThat(MinimalLine.fitted(totals("a", "complete", 100, 0, 1), 80))
                .isEqualTo("Sharing a: 3.0 MiB sent (1 peer)  1.0 KiB/s");
    }

    @Test
    void saysWhatItIsAtBeforeAndAfter() {
        assertThat(MinimalLine.plain(totals("a", "checking", 0, 0, 0))).startsWith("Checking a ");
        assertThat(MinimalLine.plain(totals("a", "finishing", 100, 0, 0))).isEqualTo("Writing a to disk");
        assertThat(MinimalLine.plain(RunTotals.of(List.of(), 0))).isEqualTo("Starting");
    }

    @Test
    void sumsSeveralTorrentsUp() {
        var run = Runs.run(List.of(
                Runs.at(1, "a", Runs.begun("one")),
                Runs.at(1, "b", Runs.begun("two")),
                Runs.at(2, "a", Runs.progress("downloading", 50, MIB, 2, Optional.of("ORIGIN"))),
                Runs.at(2, "b", Runs.progress("downloading", 0, 3.0 * MIB, 1, Optional.of("RATE_LIMIT")))));
        assertThat(MinimalLine.plain(RunTotals.of(run.torrents(), 0)))
                .startsWith("Downloading 2 torrents: 0 pieces of 200 completed (3 peers), 25%, 4.0 MiB/s, ETA 0:38")
                .endsWith("limited by our rate limit");
    }

    @Test
    void playsARecordThatTellsNeitherBytesNorRates() {
        var run = Runs.run(List.of(
                Runs.at(
                        1,
                        "",
                        new HistoryEvent.Initialized(
                                "old", 4, 4, Optional.empty(), Optional.empty(), Optional.empty())),
                Runs.at(2, "", new HistoryEvent.Completed("192.0.2.1:1", 0, 1000))));
        assertThat(MinimalLine.plain(RunTotals.of(run.torrents(), 500)))
                .isEqualTo("Downloading old: 1 piece of 4 completed (1 peer), 25%, 500 B/s, ETA -");
    }
}
