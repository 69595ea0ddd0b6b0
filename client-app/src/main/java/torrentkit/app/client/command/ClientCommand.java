package torrentkit.app.client.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.LogSetup;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;

/** What all subcommands share: the console, the stop signal, {@code -v}, and that they end with a number. */
public abstract class ClientCommand implements Callable<Integer> {
    public final Console console;
    public final StopSignal stop;

    private final Option<Boolean> verbose =
            Option.flag("-v", "--verbose").description("Show debug messages, and stack traces with errors.");

    public ClientCommand(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    /** How it is called, and what runs it then. */
    public final CommandLine line() {
        Syntax syntax = new Syntax(this).add(verbose);
        describe(syntax);
        return syntax.line();
    }

    /** Says what the command is for, and what it takes. */
    protected abstract void describe(Syntax syntax);

    /** Does the work; failures are thrown. */
    public abstract ExitCode run();

    @Override
    public final Integer call() {
        LogSetup.setVerbose(verbose.get());
        return run().number();
    }
}
