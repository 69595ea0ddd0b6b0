package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torrentkit.downloader.DownloadException.Reason;

class StallWatchTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(100);

    private final StallWatch watch = new StallWatch(TIMEOUT, 0);

    private static Optional<Reason> at(StallWatch watch, int second, long bytes, int peers, boolean hope) {
        return watch.look(Duration.ofSeconds(second).toNanos(), bytes, peers, hope)
                .map(DownloadException::reason);
    }

    private Optional<Reason> at(int second, long bytes, int peers) {
        return at(watch, second, bytes, peers, true);
    }

    @Test
    void givesUpWhenNobodyCouldBeReached() {
        assertThat(at(100, 0, 0)).isEmpty();
        assertThat(at(101, 0, 0)).hasValue(Reason.NOBODY_REACHABLE);
    }

    @Test
    void givesUpWhenEverybodyLeftForTooLong() {
        assertThat(at(50, 10, 1)).isEmpty();
        assertThat(at(150, 10, 0)).isEmpty();
        assertThat(at(151, 10, 0)).hasValue(Reason.STALLED);
    }

    @Test
    void isMorePatientWithPeersThatAreConnected() {
        for (int second = 0; second <= 500; second++) {
            assertThat(at(second, 0, 1)).isEmpty();
        }
        assertThat(at(501, 0, 1)).hasValue(Reason.STALLED);
    }

    @Test
    void isContentAsLongAsBytesCome() {
        for (int second = 0; second < 5_000; second += 400) {
            assertThat(at(second, second, 1)).isEmpty();
        }
    }

    @Test
    void blamesLiarsSoonWhenNobodyElseIsLeft() {
        assertThat(at(watch, 1, 10, 1, true)).isEmpty();
        watch.poisoned();
        assertThat(at(watch, 16, 10, 0, false)).isEmpty();
        assertThat(at(watch, 17, 10, 0, false)).hasValue(Reason.WRONG_DATA);
    }

    @Test
    void blamesNobodyWhileSomebodyElseIsLeft() {
        watch.poisoned();
        assertThat(at(watch, 99, 10, 0, true)).isEmpty();
        assertThat(at(watch, 101, 10, 0, true)).hasValue(Reason.NOBODY_REACHABLE);
        StallWatch other = new StallWatch(TIMEOUT, 0);
        assertThat(at(other, 99, 10, 0, false)).isEmpty();
    }

    @Test
    void waitsForEverWithoutATimeoutUnlessAllLied() {
        StallWatch patient = new StallWatch(Duration.ZERO, 0);
        assertThat(at(patient, 1_000_000, 0, 0, true)).isEmpty();
        patient.poisoned();
        assertThat(at(patient, 1_000_001, 0, 0, false)).hasValue(Reason.WRONG_DATA);
    }

    @Test
    void namesLiarsAlsoWithAShortTimeout() {
        StallWatch brief = new StallWatch(Duration.ofSeconds(2), 0);
        brief.poisoned();
        assertThat(at(brief, 2, 10, 0, false)).hasValue(Reason.WRONG_DATA);
    }
}
