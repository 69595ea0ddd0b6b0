package torrentkit.app.client.download;

import java.time.Duration;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The options about how long to go on sharing. */
public final class GoalOptions implements SyntaxPart {
    private static final double HIGHEST_RATIO = 1_000_000;

    private final Option<Duration> time = Option.of(Duration.class, new TimeSpan(), "--seed-time")
            .label("TIME")
            .description("Go on uploading for at most this time, such as 30m.");

    private final Option<Double> ratio = Option.decimal("--seed-ratio")
            .label("RATIO")
            .description("Go on uploading until so many times the content's size has been sent, such as 1.5.");

    private final Option<String> until = Option.text("--seed-until")
            .label("swarm-done")
            .description(
                    "Go on uploading until nobody in the swarm lacks anything. The first goal that is reached ends it.");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(time, ratio, until);
    }

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
        return new SharingGoal(time.value(), ratio.value(), until.isPresent());
    }
}
