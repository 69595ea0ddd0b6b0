package torrentkit.app.client.download;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;

/** Tries again what may go better later, with pauses of 1, 2, 4 and so on up to 60 seconds. The tries of one source; not thread-safe. */
final class Retry {
    /** Failures that may pass by themselves; trying again after any other would only repeat it. */
    private static final Set<ExitCode> PASSING = EnumSet.of(
            ExitCode.NETWORK, ExitCode.NAME_RESOLUTION, ExitCode.STALLED, ExitCode.SERVER_BUSY, ExitCode.DEADLINE);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final StopSignal stop;
    private final int retries;
    private final Duration firstPause;
    private int used;

    Retry(StopSignal stop, int retries) {
        this(stop, retries, Duration.ofSeconds(1));
    }

    Retry(StopSignal stop, int retries, Duration firstPause) {
        this.stop = stop;
        this.retries = retries;
        this.firstPause = firstPause;
    }

    /**
     * The work's result, from its first try that succeeds.
     *
     * @param told takes a sentence about each failure that is tried again
     * @throws RuntimeException what the last try failed with
     */
    <T> T run(Supplier<T> work, Consumer<String> told) {
        while (true) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                Failure failure = Failures.of(e);
                if (used == retries || stop.isRequested() || !PASSING.contains(failure.code())) {
                    throw e;
                }
                Duration pause = pause(used++);
                told.accept(failure.getMessage() + " Trying again in " + Quantity.took(pause) + " (" + used + " of "
                        + retries + ").");
                stop.await(
                        new CompletableFuture<Void>().completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS));
            }
        }
    }

    private Duration pause(int before) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(before, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
