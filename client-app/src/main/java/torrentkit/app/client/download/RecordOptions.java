package torrentkit.app.client.download;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import torrentkit.app.client.history.HistoryLog;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The options about records of runs: where this one goes, or which one to show instead. A picocli mixin. */
public final class RecordOptions {
    private static final String DEFAULT_RECORD = "history.log";

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Append the run's events to this file. Default: " + DEFAULT_RECORD + ".")
    private Optional<String> record = Optional.empty();

    @Option(names = "--no-record", description = "Do not record the run.")
    private boolean noRecord;

    @Option(
            names = {"-r", "--replay"},
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = DEFAULT_RECORD,
            description = "Show what is recorded in this file instead of downloading anything. Default: "
                    + DEFAULT_RECORD + ".")
    private Optional<String> replay = Optional.empty();

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "Replay so many times as fast, such as 10 or 0.5; max waits for nothing.")
    private Optional<String> speed = Optional.empty();

    /** For commands whose runs are not recorded. */
    static RecordOptions none() {
        RecordOptions options = new RecordOptions();
        options.noRecord = true;
        return options;
    }

    /** @throws Failure if two options contradict each other */
    void check() {
        refuse(record.isPresent() && noRecord, "Options --record and --no-record contradict each other: give one.");
        refuse(
                record.isPresent() && replay.isPresent(),
                "Options --record and --replay contradict each other: a replay is not recorded again.");
        refuse(speed.isPresent() && replay.isEmpty(), "Option --speed is for --replay: give that as well.");
    }

    private static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new Failure(ExitCode.BAD_OPTION, sentence);
        }
    }

    /** Where the run is to be recorded; empty when it is not. */
    Optional<Path> record() {
        return noRecord
                ? Optional.empty()
                : Optional.of(record.map(text -> Target.local(text, ExitCode.BAD_OPTION, "Option --record"))
                        .orElse(HistoryLog.DEFAULT_FILE));
    }

    /** Whether a person named the file, and will want to know if it cannot be written. */
    boolean isAsked() {
        return record.isPresent();
    }

    /** The record to show. */
    Optional<Path> replay() {
        return replay.map(text -> Target.local(text, ExitCode.BAD_OPTION, "Option --replay"));
    }

    /** How fast; as it happened if nothing is said. */
    Optional<String> speed() {
        return speed;
    }
}
