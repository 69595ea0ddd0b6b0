package torrentkit.app.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all subcommands share: the console, the stop signal, {@code -v}, and that they end with a number. */
abstract class ClientCommand implements Callable<Integer> {
    final Console console;
    final StopSignal stop;

    ClientCommand(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    @Option(
            names = {"-v", "--verbose"},
            description = "Show debug messages, and stack traces with errors.")
    void setVerbose(boolean on) {
        LogSetup.setVerbose(on);
    }

    /** Does the work; failures are thrown. */
    abstract ExitCode run();

    @Override
    public final Integer call() {
        return run().number();
    }
}
