package torrentkit.app.server;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import torrentkit.app.server.config.SettingSources;
import torrentkit.app.server.console.ConsoleSession;

/** {@code server-app console}: the life cycle by words, typed or fed by a pipe. */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        description = {
            "Starts, stops and inspects a server by commands, typed at the terminal or fed by a pipe.",
            "Fed by a pipe, it ends with 1 when a command failed.",
            ""
        })
final class ConsoleCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CONFIG",
            description = "Settings in HOCON, or a directory of *.conf files.")
    private String config;

    @Override
    public Integer call() throws IOException {
        Map<String, String> environment = System.getenv();
        boolean terminal = isTerminal();
        PrintStream results = System.out;
        if (!terminal) {
            System.setOut(System.err); // what is logged is no result
        }
        try (ServerLifecycle server = ServerLifecycle.of(
                new SettingSources(Optional.ofNullable(config).map(ServerApp::path), environment, Map.of()))) {
            stopWhenAsked(server, terminal ? List.of("TERM", "HUP") : List.of("TERM", "HUP", "INT"));
            ConsoleSession session = new ConsoleSession(server);
            if (terminal) {
                session.talk(history(environment));
                return ExitCode.OK;
            }
            return session.feed(System.in, results, System.err) ? ExitCode.OK : ExitCode.OTHER;
        }
    }

    /** The end of the terminal is the end of the console, whatever it is doing. */
    private static void stopWhenAsked(ServerLifecycle server, List<String> signals) {
        ProcessSignals asked = ProcessSignals.install(signals);
        Thread stopping = new Thread(
                () -> {
                    try {
                        asked.await();
                        ServerApp.stopForSureIn(ServerApp.CLOSE_SECONDS);
                        server.stop();
                        Runtime.getRuntime().exit(ExitCode.OK);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "console-stop");
        stopping.setDaemon(true);
        stopping.start();
    }

    /** Whether both input and output are a terminal. Since Java 22 there is a console even where there is no terminal. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static Optional<Path> history(Map<String, String> environment) {
        Path state = Optional.ofNullable(environment.get("XDG_STATE_HOME"))
                .filter(path -> path.startsWith("/"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"));
        try {
            return Optional.of(
                    Files.createDirectories(state.resolve("torrentkit")).resolve("console-history"));
        } catch (IOException e) {
            return Optional.empty(); // then lines are remembered until the end
        }
    }
}
