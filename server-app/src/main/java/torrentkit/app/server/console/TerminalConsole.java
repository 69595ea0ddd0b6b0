package torrentkit.app.server.console;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import torrentkit.app.server.ServerLifecycle;
import torrentkit.app.server.console.ConsoleCommands.Outcome;

/** A terminal with line editing, completion and history. What is logged meanwhile appears above the line that is being typed. */
final class TerminalConsole {
    private static final String PROMPT = "server-app> ";
    private static final int REMEMBERED_LINES = 1_000;

    private TerminalConsole() {}

    static void run(ServerLifecycle server, ConsoleCommands commands, Optional<Path> history) throws IOException {
        PrintStream before = System.out;
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            LineReader reader = reader(terminal, new ConsoleCompleter(server, commands), history);
            System.setOut(new PrintStream(new LinesAbove(reader::printAbove), false, StandardCharsets.UTF_8));
            terminal.writer().println("This is the console of server-app. help lists the commands, quit ends it.");
            while (!commands.isQuit()) {
                Optional<String> line = read(reader);
                Outcome outcome = commands.execute(line.orElse("quit"));
                if (!outcome.text().isEmpty()) {
                    terminal.writer().println(outcome.text());
                    terminal.flush();
                }
            }
        } finally {
            System.setOut(before);
        }
    }

    private static LineReader reader(Terminal terminal, ConsoleCompleter completer, Optional<Path> history) {
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(null); // a line is split here as it is when it runs
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .appName("server-app")
                .terminal(terminal)
                .parser(parser)
                .completer(completer)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.HISTORY_SIZE, REMEMBERED_LINES)
                .variable(LineReader.HISTORY_FILE_SIZE, REMEMBERED_LINES);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        return builder.build();
    }

    /** Empty at the end of the input. */
    private static Optional<String> read(LineReader reader) {
        try {
            return Optional.of(reader.readLine(PROMPT));
        } catch (UserInterruptException e) {
            return Optional.of(""); // Ctrl-C gives up the line
        } catch (EndOfFileException e) {
            return Optional.empty();
        }
    }
}
