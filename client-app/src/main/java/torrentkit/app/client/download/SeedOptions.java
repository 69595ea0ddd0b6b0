package torrentkit.app.client.download;

import java.util.Optional;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The options about what happens after completion: sharing, until when, and a command to run. */
public final class SeedOptions implements SyntaxPart {
    private final Option<Boolean> seed =
            Option.flag("--seed").description("Go on uploading after completion, until stopped by a signal.");

    private final GoalOptions goals = new GoalOptions();

    private final Option<String> onComplete = Option.text("--on-complete")
            .label("CMD")
            .description("Run this shell command for each source that is complete, with the content's path as $1 and"
                    + " TORRENT_PATH, TORRENT_NAME, TORRENT_INFO_HASH, TORRENT_BYTES and TORRENT_SOURCE in its"
                    + " environment.");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(seed, goals, onComplete);
    }

    /** @throws Failure if an option's value cannot be used */
    void check() {
        goals.check();
        if (onComplete.isPresent() && onComplete.get().isBlank()) {
            throw new Failure(ExitCode.BAD_OPTION, "Option --on-complete needs a command, and was given an empty one.");
        }
    }

    /** Whether to go on uploading; any goal means so. */
    boolean seed() {
        return seed.get() || goals.isGiven();
    }

    /** When to end that. */
    SharingGoal goal() {
        return goals.goal();
    }

    Optional<String> onComplete() {
        return onComplete.value();
    }
}
