package torrentkit.app.client.history;

import java.nio.file.Path;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Parameter;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** Which record a command is about, and which of its runs: {@code FILE} and {@code --run}. */
public final class RecordChoice implements SyntaxPart {
    private final Parameter<String> file =
            Parameter.text("FILE").orElse("history.log").description("The record. Default: history.log.");

    private final Option<String> run = Option.text("--run")
            .label("N")
            .orElse("last")
            .description("Which run of the record, counted from 1; last or all. Default: last.");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(file, run);
    }

    /** @throws Failure if the name is not one of a file here */
    public Path file() {
        return LocalPath.of(file.get(), ExitCode.BAD_OPTION, "FILE");
    }

    /** What {@code --run} says, which {@link RunChoice#parse} reads. */
    public String run() {
        return run.get();
    }
}
