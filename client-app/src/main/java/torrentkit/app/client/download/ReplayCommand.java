package torrentkit.app.client.download;

import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.RecordChoice;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;

/** {@code client-app replay}: a record shown by any face; {@link ReplayRun} does the work. */
public final class ReplayCommand extends ClientCommand {
    private final RecordChoice record = new RecordChoice();

    private final Option<String> speed = Option.text("--speed")
            .label("N")
            .description("So many times as fast, such as 10 or 0.5; max waits for nothing. Default: as it happened.");

    private final FaceOptions faces = new FaceOptions();

    public ReplayCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description(
                        "Shows the record of a run as if it happened now, with any face and the metrics. Nobody is contacted.",
                        "At the end of the record -m ncurses and -m web stay until q or Ctrl-C; the others end.")
                .add(record, speed, faces);
    }

    @Override
    public ExitCode run() {
        return ReplayRun.run(record.file(), record.run(), speed.value(), faces, console, stop);
    }
}
