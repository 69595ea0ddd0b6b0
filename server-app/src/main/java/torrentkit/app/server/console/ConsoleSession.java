package torrentkit.app.server.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import torrentkit.app.server.ServerLifecycle;
import torrentkit.app.server.console.ConsoleCommands.Outcome;

/** From the first command to the last: typed at a terminal, or fed by a pipe. */
public final class ConsoleSession {
    private final ServerLifecycle server;

    public ConsoleSession(ServerLifecycle server) {
        this.server = server;
    }

    /**
     * Reads lines until the end or {@code quit}. Results go to the one stream, reasons of failures to the other; no prompts.
     *
     * @return whether every command succeeded
     */
    public boolean feed(InputStream lines, PrintStream results, PrintStream failures) throws IOException {
        ConsoleCommands commands = new ConsoleCommands(server);
        boolean succeeded = true;
        BufferedReader reader = new BufferedReader(new InputStreamReader(lines, Charset.defaultCharset()));
        for (String line = reader.readLine(); line != null && !commands.isQuit(); ) {
            Outcome outcome = commands.execute(line);
            succeeded &= !outcome.failed();
            if (!outcome.text().isEmpty()) {
                (outcome.failed() ? failures : results).println(outcome.text());
            }
            line = commands.isQuit() ? null : reader.readLine();
        }
        return succeeded;
    }

    /**
     * Talks with a person at the terminal of this process.
     *
     * @param history where lines are remembered from one time to the next; empty for nowhere
     */
    public void talk(Optional<Path> history) throws IOException {
        TerminalConsole.run(server, new ConsoleCommands(server), history);
    }
}
