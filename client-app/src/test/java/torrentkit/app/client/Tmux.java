package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import torrentkit.testing.Needs;

/**
 * A terminal with a shell in it, which tmux provides. Commands are typed at the shell; before and after each the shell notes the
 * terminal's modes.
 */
public final class Tmux implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30); // only for what would hang
    private static final String PROMPT = "ready> ";

    private final Path directory;
    private final String socket = "torrentkit-" + UUID.randomUUID();

    private Tmux(Path directory) {
        this.directory = directory;
    }

    /** @param environment what differs from a UTF-8 terminal with colours */
    public static Tmux open(Path directory, int columns, int rows, Map<String, String> environment) throws IOException {
        Needs.program("tmux", "tmux");
        Tmux tmux = new Tmux(directory);
        Map<String, String> variables = new TreeMap<>(Map.of("LC_ALL", "C.UTF-8", "PS1", PROMPT, "NO_COLOR", ""));
        variables.putAll(environment);
        String shell = variables.entrySet().stream()
                        .map(variable -> variable.getKey() + "='" + variable.getValue() + "'")
                        .collect(Collectors.joining(" ", "exec env ", " "))
                + "sh -i";
        tmux.run("new-session", "-d", "-x", Integer.toString(columns), "-y", Integer.toString(rows), shell);
        tmux.awaitScreen(screen -> assertThat(screen).contains(PROMPT.strip()));
        return tmux;
    }

    /** The words of a command that starts a Java program as the tests' JVM would. */
    public static List<String> java(Class<?> main, Object... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return words;
    }

    /** Types a command whose end prints {@code ended with N} and, when the modes are as they were, {@code same modes}. */
    public void start(List<String> command, String redirections) throws IOException {
        String line = command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Files.writeString(directory.resolve("run.sh"), "exec " + line + " " + redirections + "\n");
        Files.writeString(directory.resolve("watched.sh"), """
                echo 'before it all'
                stty -g >modes-before
                sh run.sh
                echo "ended with $?"
                stty -g >modes-after
                cmp modes-before modes-after && echo 'same modes'
                """);
        type("cd " + directory + "; clear; . ./watched.sh", "Enter");
    }

    public String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", socket, "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).describedAs(output).isZero();
        return output;
    }

    /** Presses keys, by tmux's names for them or as text. */
    public void type(String... keys) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("send-keys"));
        arguments.addAll(List.of(keys));
        run(arguments.toArray(String[]::new));
    }

    public void resize(int columns, int rows) throws IOException {
        run("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    }

    /** The rows as a person sees them, without blanks at their ends. */
    public List<String> screen() throws IOException {
        return run("capture-pane", "-p").lines().map(String::stripTrailing).toList();
    }

    /** Rows with the sequences that colour them. */
    public String styled() throws IOException {
        return run("capture-pane", "-e", "-p");
    }

    /** Such as {@code alternate_on}, {@code cursor_flag}. */
    public String fact(String name) throws IOException {
        return run("display-message", "-p", "#{" + name + "}").strip();
    }

    /** Waits until the screen satisfies this. */
    public void awaitScreen(Consumer<String> condition) {
        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> condition.accept(String.join("\n", screen())));
    }

    public void awaitText(String... texts) {
        awaitScreen(screen -> assertThat(screen).contains(texts));
    }

    /** Keeps what the screen shows now, for people to look at. */
    public void keep(String name) throws IOException {
        Path shots = Files.createDirectories(Path.of("target", "captures"));
        Files.writeString(shots.resolve(name + ".txt"), String.join("\n", screen()) + "\n");
    }

    @Override
    public void close() throws IOException {
        run("kill-server");
    }
}
