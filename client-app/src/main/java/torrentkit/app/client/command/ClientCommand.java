package torrentkit.app.client.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.LogSetup;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;

/** What all subcommands share: the console, the stop signal, {@code -v}, and that they end with a number. */
public abstract class ClientCommand implements Callable<Integer> {
    public final Console console;
    public final StopSignal stop;

    public ClientCommand(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    @Option(
            names = {"-v", "--verbose"},
            description = "Show debug messages, and stack traces with errors.")
    public void setVerbose(boolean on) {
        LogSetup.setVerbose(on);
    }

    /** Does the work; failures are thrown. */
    public abstract ExitCode run();

    @Override
    public final Integer call() {
        return run().number();
    }
}
