package torrentkit.app.server.console;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import torrentkit.app.server.ServerLifecycle;
import torrentkit.app.server.ServerLifecycle.Changes;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.text.NestedText;
import torrentkit.app.server.text.Shown;
import torrentkit.storage.StorageException;

/** The words of the console and what they do. */
final class ConsoleCommands {
    private static final int ANY = Integer.MAX_VALUE;

    private final ServerLifecycle server;
    private final Map<String, Command> commands = new LinkedHashMap<>();
    private boolean quit;

    /**
     * @param usage the words that may follow
     * @param least words that must follow
     * @param action takes the words that follow and gives the result, empty for none
     */
    private record Command(String usage, String help, int least, int most, Function<List<String>, String> action) {}

    /** What a line led to. @param failed then the text is the reason */
    record Outcome(String text, boolean failed) {}

    ConsoleCommands(ServerLifecycle server) {
        this.server = server;
        add("go", "", "read the settings and start", 0, 0, words -> {
            server.go();
            return started();
        });
        add("start", "", "start with the settings as they were read last", 0, 0, words -> {
            server.start();
            return started();
        });
        add("stop", "", "stop; connections are closed", 0, 0, words -> {
            server.stop();
            return state();
        });
        add("reset", "", "read the settings again, restart the parts that need it", 0, 0, words -> reset());
        add(
                "context",
                "[KEY...]",
                "what runs, as data; with keys a part of it",
                0,
                ANY,
                words -> NestedText.compact(server.context(words.toArray(String[]::new))));
        add(
                "print-context",
                "[KEY...]",
                "the same, one value a line",
                0,
                ANY,
                words -> server.printContext(words.toArray(String[]::new)));
        add(
                "files",
                "[PATH [AFTER]]",
                "what can be asked for in a directory",
                0,
                2,
                words -> rows(server.files(at(words, 0), at(words, 1))));
        add("torrents", "[AFTER]", "the paths that have a torrent", 0, 1, words -> rows(server.torrents(at(words, 0))));
        add("swarms", "", "who loads what now", 0, 0, words -> rows(server.swarms()));
        add(
                "warm",
                "GLOB",
                "hash what matches before it is asked for, such as \"images/**\"",
                1,
                1,
                words -> NestedText.compact(server.warm(words.get(0))));
        add("help", "[COMMAND]", "this", 0, 1, this::help);
        add("quit", "", "stop and leave", 0, 0, words -> {
            quit = true;
            server.stop();
            return "";
        });
    }

    private void add(
            String name, String usage, String help, int least, int most, Function<List<String>, String> action) {
        commands.put(name, new Command(usage, help, least, most, action));
    }

    Set<String> names() {
        return commands.keySet();
    }

    /** Whether the last line asked for the end. */
    boolean isQuit() {
        return quit;
    }

    /** Does what a line says; a blank line and one that begins with {@code #} say nothing. */
    Outcome execute(String line) {
        try {
            List<String> words = Words.of(line);
            if (words.isEmpty() || words.get(0).startsWith("#")) {
                return new Outcome("", false);
            }
            return new Outcome(execute(words.get(0), words.subList(1, words.size())), false);
        } catch (ConfigurationException e) {
            return new Outcome(String.join(System.lineSeparator(), e.problems()), true);
        } catch (ConsoleException
                | ListenException
                | NoSuchElementException
                | IllegalArgumentException
                | StorageException
                | UncheckedIOException e) {
            return new Outcome(Shown.text(e.getMessage()), true);
        } catch (RuntimeException e) {
            return new Outcome("failed: " + Shown.text(e.toString()), true);
        }
    }

    private String execute(String name, List<String> words) {
        Command command = Optional.ofNullable(commands.get(name))
                .orElseThrow(() -> new ConsoleException(
                        "there is no command " + Shown.text(name) + "; help lists those that there are"));
        if (words.size() < command.least || words.size() > command.most) {
            throw new ConsoleException("usage: " + usage(name, command));
        }
        return command.action.apply(words);
    }

    private String state() {
        return String.valueOf(server.context("state"));
    }

    private String started() {
        return state() + " at " + server.context("web", "url");
    }

    private String reset() {
        Changes changes = server.reset();
        return started()
                + (changes.applied().isEmpty()
                        ? "; no setting has changed"
                        : "; changed: " + String.join(", ", changes.applied()));
    }

    private static String at(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }

    private static String rows(List<? extends Object> rows) {
        return rows.stream().map(NestedText::compact).collect(Collectors.joining(System.lineSeparator()));
    }

    private String help(List<String> words) {
        if (words.isEmpty()) {
            return commands.entrySet().stream()
                    .map(entry ->
                            String.format("%-24s %s", usage(entry.getKey(), entry.getValue()), entry.getValue().help))
                    .collect(Collectors.joining(System.lineSeparator()));
        }
        Command command = Optional.ofNullable(commands.get(words.get(0)))
                .orElseThrow(() -> new ConsoleException("there is no command " + Shown.text(words.get(0))));
        return usage(words.get(0), command) + ": " + command.help;
    }

    private static String usage(String name, Command command) {
        return (name + " " + command.usage).strip();
    }
}
