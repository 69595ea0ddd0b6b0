package torrentkit.app.client.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private final StopSignal stop = new StopSignal();

    @Test
    void handsOnTheResult() {
        assertThat(stop.await(CompletableFuture.completedFuture("x"))).isEqualTo("x");
    }

    @Test
    void handsOnTheFailureItself() {
        IllegalArgumentException failure = new IllegalArgumentException("why");
        assertThatThrownBy(() -> stop.await(CompletableFuture.failedFuture(failure)))
                .isSameAs(failure);
    }

    @Test
    void givesUpAndCancelsTheWorkWhenAskedToStop() {
        CompletableFuture<Void> endless = new CompletableFuture<>();
        stop.request();
        Failure failure = catchThrowableOfType(Failure.class, () -> stop.await(endless));
        assertThat(failure.code()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(endless).isCancelled();
    }

    @Test
    void aResultThatIsThereCountsMoreThanAStop() {
        stop.request();
        assertThat(stop.await(CompletableFuture.completedFuture("x"))).isEqualTo("x");
    }

    @Test
    void ticksWhileItWaits() {
        CountDownLatch ticks = new CountDownLatch(3);
        CompletableFuture<String> work = new CompletableFuture<>();
        assertThat(stop.await(work, Duration.ofMillis(1), () -> {
                    ticks.countDown();
                    if (ticks.getCount() == 0) {
                        work.complete("done");
                    }
                }))
                .isEqualTo("done");
    }
}
