package torrentkit.app.client;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;

/** Runs the command in this process, as from a shell, and keeps what it prints. Output may be read while it runs. */
public final class Cli {
    public final StopSignal stop = new StopSignal();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ClientApp app;

    /** With the standard output being a pipe. */
    public Cli() {
        this(false);
    }

    public Cli(boolean terminal) {
        app = new ClientApp(new Console(stream(out), stream(err), terminal, () -> 80), stop);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    public ExitCode run(Object... args) {
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        return app.run(quietly(words));
    }

    /** Tests leave no record in the working directory and open no port that nobody asked for. */
    private static String[] quietly(String[] words) {
        List<String> all = new ArrayList<>(List.of(words));
        if (!all.isEmpty() && all.get(0).equals("download")) {
            if (!all.contains("--record")) {
                all.add(1, "--no-record");
            }
            if (!all.contains("--metrics-port")) {
                all.add(1, "--metrics-port=0");
            }
        }
        return all.toArray(new String[0]);
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
