package torrentkit.app.client.download;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The options about what happens after completion: sharing, until when, and a command to run. A picocli mixin. */
public final class SeedOptions {
    @Option(names = "--seed", description = "Go on uploading after completion, until stopped by a signal.")
    private boolean seed;

    @Mixin
    private GoalOptions goals = new GoalOptions();

    @Option(
            names = "--on-complete",
            paramLabel = "CMD",
            description = "Run this shell command for each source that is complete, with the content's path as $1 and"
                    + " TORRENT_PATH, TORRENT_NAME, TORRENT_INFO_HASH, TORRENT_BYTES and TORRENT_SOURCE in its"
                    + " environment.")
    private Optional<String> onComplete = Optional.empty();

    /** @throws Failure if an option's value cannot be used */
    void check() {
        goals.check();
        if (onComplete.isPresent() && onComplete.get().isBlank()) {
            throw new Failure(ExitCode.BAD_OPTION, "Option --on-complete needs a command, and was given an empty one.");
        }
    }

    /** Whether to go on uploading; any goal means so. */
    boolean seed() {
        return seed || goals.isGiven();
    }

    /** When to end that. */
    SharingGoal goal() {
        return goals.goal();
    }

    Optional<String> onComplete() {
        return onComplete;
    }
}
