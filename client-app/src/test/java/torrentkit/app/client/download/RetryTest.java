package torrentkit.app.client.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;

class RetryTest {
    private final StopSignal stop = new StopSignal();
    private final List<String> told = new ArrayList<>();
    private int tries;

    private Retry retry(int retries) {
        return new Retry(stop, retries, Duration.ofMillis(1));
    }

    private String failing(int times, ExitCode code) {
        if (tries++ < times) {
            throw new Failure(code, "It failed.");
        }
        return "done";
    }

    @Test
    void triesAgainWhatMayPass() {
        assertThat(retry(2).run(() -> failing(2, ExitCode.NETWORK), told::add)).isEqualTo("done");
        assertThat(told)
                .containsExactly(
                        "It failed. Trying again in 0.0 s (1 of 2).", "It failed. Trying again in 0.0 s (2 of 2).");
    }

    @Test
    void givesUpWithTheLastFailure() {
        assertThatThrownBy(() -> retry(2).run(() -> failing(9, ExitCode.SERVER_BUSY), told::add))
                .hasMessage("It failed.");
        assertThat(tries).isEqualTo(3);
    }

    @Test
    void doesNotRepeatWhatWillNotPass() {
        assertThatThrownBy(() -> retry(9).run(() -> failing(1, ExitCode.DISK_FULL), told::add))
                .hasMessage("It failed.");
        assertThat(tries).isOne();
        assertThat(told).isEmpty();
    }

    @Test
    void triesAreOfTheSourceNotOfEachStep() {
        Retry retry = retry(1);
        retry.run(() -> failing(1, ExitCode.NETWORK), told::add);
        tries = 0;
        assertThatThrownBy(() -> retry.run(() -> failing(1, ExitCode.NETWORK), told::add))
                .hasMessage("It failed.");
    }

    @Test
    void aStopEndsIt() {
        stop.request();
        assertThatThrownBy(() -> retry(9).run(() -> failing(1, ExitCode.NETWORK), told::add))
                .hasMessage("It failed.");
        assertThat(tries).isOne();
    }
}
