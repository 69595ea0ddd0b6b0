package torrentkit.app.client.download;

import java.nio.file.Path;
import java.util.Optional;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.history.HistoryLog;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The options about records of runs: where this one goes, or which one to show instead. */
public final class RecordOptions implements SyntaxPart {
    private static final String DEFAULT_RECORD = "history.log";

    private final Option<String> record = Option.text("--record")
            .label("FILE")
            .description("Append the run's events to this file. Default: " + DEFAULT_RECORD + ".");

    private final Option<Boolean> noRecord = Option.flag("--no-record").description("Do not record the run.");

    private final Option<String> replay = Option.text("-r", "--replay")
            .label("FILE")
            .alone(DEFAULT_RECORD)
            .description("Show what is recorded in this file instead of downloading anything. Default: "
                    + DEFAULT_RECORD + ".");

    private final Option<String> speed = Option.text("--speed")
            .label("N")
            .description("Replay so many times as fast, such as 10 or 0.5; max waits for nothing.");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(record, noRecord, replay, speed);
    }

    /** For commands whose runs are not recorded. */
    static RecordOptions none() {
        RecordOptions options = new RecordOptions();
        options.noRecord.set(true);
        return options;
    }

    /** @throws Failure if two options contradict each other */
    void check() {
        refuse(
                record.isPresent() && noRecord.get(),
                "Options --record and --no-record contradict each other: give one.");
        refuse(
                record.isPresent() && replay.isPresent(),
                "Options --record and --replay contradict each other: a replay is not recorded again.");
        refuse(speed.isPresent() && !replay.isPresent(), "Option --speed is for --replay: give that as well.");
    }

    private static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new Failure(ExitCode.BAD_OPTION, sentence);
        }
    }

    /** Where the run is to be recorded; empty when it is not. */
    Optional<Path> record() {
        return noRecord.get()
                ? Optional.empty()
                : Optional.of(record.value()
                        .map(text -> LocalPath.of(text, ExitCode.BAD_OPTION, "Option --record"))
                        .orElse(HistoryLog.DEFAULT_FILE));
    }

    /** Whether a person named the file, and will want to know if it cannot be written. */
    boolean isAsked() {
        return record.isPresent();
    }

    /** The record to show. */
    Optional<Path> replay() {
        return replay.value().map(text -> LocalPath.of(text, ExitCode.BAD_OPTION, "Option --replay"));
    }

    /** How fast; as it happened if nothing is said. */
    Optional<String> speed() {
        return speed.value();
    }
}
