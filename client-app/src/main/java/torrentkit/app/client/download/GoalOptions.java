package torrentkit.app.client.download;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The options about how long to go on sharing. A picocli mixin. */
public final class GoalOptions {
    private static final double HIGHEST_RATIO = 1_000_000;

    @Option(
            names = "--seed-time",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Go on uploading for at most this time, such as 30m.")
    private Optional<Duration> time = Optional.empty();

    @Option(
            names = "--seed-ratio",
            paramLabel = "RATIO",
            description = "Go on uploading until so many times the content's size has been sent, such as 1.5.")
    private Optional<Double> ratio = Optional.empty();

    @Option(
            names = "--seed-until",
            paramLabel = "swarm-done",
            description =
                    "Go on uploading until nobody in the swarm lacks anything. The first goal that is reached ends it.")
    private Optional<String> until = Optional.empty();

    /** @throws Failure if an option's value cannot be used */
    void check() {
        if (until.isPresent() && !until.get().equals("swarm-done")) {
            throw new Failure(
                    ExitCode.BAD_OPTION, "Option --seed-until: expected swarm-done, found '" + until.get() + "'.");
        }
        if (ratio.isPresent() && !(ratio.get() >= 0 && ratio.get() <= HIGHEST_RATIO)) { // not a number, too
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option --seed-ratio: expected a number from 0 to 1000000, found " + ratio.get() + ".");
        }
    }

    /** Whether there is any goal. */
    boolean isGiven() {
        return time.isPresent() || ratio.isPresent() || until.isPresent();
    }

    SharingGoal goal() {
        return new SharingGoal(time, ratio, until.isPresent());
    }
}
