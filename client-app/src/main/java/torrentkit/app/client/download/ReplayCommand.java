package torrentkit.app.client.download;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;

/** {@code client-app replay}: a record shown by any face; {@link ReplayRun} does the work. */
@Command(
        name = "replay",
        description = {
            "Shows the record of a run as if it happened now, with any face and the metrics. Nobody is contacted.",
            "At the end of the record -m ncurses and -m web stay until q or Ctrl-C; the others end."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class ReplayCommand extends ClientCommand {
    @Parameters(paramLabel = "FILE", defaultValue = "history.log", description = "The record. Default: history.log.")
    private String file;

    @Option(
            names = "--run",
            paramLabel = "N",
            defaultValue = "last",
            description = "Which run of the record, counted from 1; last or all. Default: last.")
    private String run;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "So many times as fast, such as 10 or 0.5; max waits for nothing. Default: as it happened.")
    private Optional<String> speed = Optional.empty();

    @Mixin
    private FaceOptions faces = new FaceOptions();

    public ReplayCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    public ExitCode run() {
        return ReplayRun.run(Target.local(file, ExitCode.BAD_OPTION, "FILE"), run, speed, faces, console, stop);
    }
}
