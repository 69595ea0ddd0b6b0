package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.testing.Needs;

/** The console as people and scripts meet it: in a terminal that tmux provides, and fed by a pipe. */
class ConsoleIT {
    private static final int TIMEOUT_SECONDS = 60; // only for a process that would hang

    @TempDir
    private Path directory;

    private final String socket = "torrentkit-" + UUID.randomUUID();
    private boolean terminal;

    @BeforeEach
    void setUp() throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve("root")).resolve("file"), "content");
        write("");
    }

    @AfterEach
    void endTerminal() throws Exception {
        if (terminal) {
            tmux("kill-server");
        }
    }

    private void write(String more) throws IOException {
        Files.writeString(directory.resolve("server.conf"), """
                webserver { host = 127.0.0.1, port = 0 }
                torrent-server { file-source = root, state-dir = state, tracker-port = 0, peer-port = 0 }
                """ + more);
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=" + ServerApp.class.getResource("/logback.xml"),
                ServerApp.class.getName(),
                "console",
                "server.conf");
    }

    private record Fed(int exitCode, List<String> results, String failures) {}

    private Fed feed(String lines) throws Exception {
        Path input = Files.writeString(directory.resolve("input"), lines);
        Process process = new ProcessBuilder(command())
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        try {
            String results = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Fed(
                    process.exitValue(), results.lines().toList(), Files.readString(directory.resolve("stderr")));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void obeysAPipe() throws Exception {
        Fed fed = feed("""
                # what a script would do
                go
                context web host

                print-context peers
                stop
                context
                quit
                context
                """);

        assertThat(fed.exitCode).isZero();
        assertThat(fed.results.get(0)).matches("ready at http://127\\.0\\.0\\.1:\\d+/torrent/");
        assertThat(fed.results.get(1)).isEqualTo("\"127.0.0.1\"");
        String printed = String.join("\n", fed.results.subList(2, fed.results.size() - 2));
        assertThat(ConfigFactory.parseString(printed).getInt("tracker.port")).isPositive();
        assertThat(fed.results.subList(fed.results.size() - 2, fed.results.size()))
                .containsExactly("stopped", "{\"state\": \"stopped\"}");
    }

    @Test
    void showsWhatThereIsAndHashesAhead() throws Exception {
        Fed fed = feed("""
                go
                files
                files "no such"
                warm "f*"
                warm "[["
                swarms
                context content file-source
                """);

        assertThat(fed.exitCode).isEqualTo(1);
        assertThat(fed.results.get(1)).startsWith("{\"path\": \"file\", \"directory\": false, \"bytes\": 7, ");
        assertThat(fed.results.get(2)).isEqualTo("{\"id\": \"1\", \"glob\": \"f*\"}");
        assertThat(fed.results.get(3)).endsWith("/root\"");
        assertThat(fed.failures.lines().filter(line -> !line.contains(" INFO ")))
                .hasSize(2)
                .contains("there is no directory no such")
                .anyMatch(line -> line.startsWith("\"[[\" is not a pattern of paths"));
    }

    @Test
    void saysWhatFailedAndGoesOn() throws Exception {
        write("webserver.prt = 1");

        Fed fed = feed("go\nturn it off\ncontext web\nhelp stop now\ncontext\n");

        assertThat(fed.exitCode).isEqualTo(1);
        assertThat(fed.results).containsExactly("{\"state\": \"stopped\"}");
        assertThat(fed.failures.lines())
                .containsExactly(
                        "setting webserver.prt is not known; did you mean webserver.port? (server.conf: 3)",
                        "there is no command turn; help lists those that there are",
                        "there is nothing under web",
                        "usage: help [COMMAND]");
    }

    private String tmux(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("tmux", "-L", socket, "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(output).isZero();
        return output;
    }

    private void type(String... keys) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("send-keys"));
        arguments.addAll(List.of(keys));
        tmux(arguments.toArray(String[]::new));
    }

    private String screen() throws Exception {
        return tmux("capture-pane", "-p").stripTrailing();
    }

    /** Waits until the screen has a line that matches. */
    private void awaitLine(String pattern) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .untilAsserted(() -> assertThat(screen().lines().map(String::stripTrailing))
                        .anyMatch(line -> line.matches(pattern)));
    }

    private void openTerminal() throws Exception {
        Needs.program("tmux", "tmux");
        terminal = true;
        String line = command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path script = Files.writeString(
                directory.resolve("run.sh"),
                "export XDG_STATE_HOME='" + directory.resolve("xdg") + "'\n" + line + "\necho \"ended with $?\"\n");
        tmux("new-session", "-d", "-x", "150", "-y", "50", "sh " + script + "; exec cat");
        awaitLine("server-app>");
    }

    @Test
    void talksAtATerminal() throws Exception {
        openTerminal();

        type("st", "Tab");
        awaitLine("server-app> sta.*|.*start +stop.*"); // both are offered
        type("C-u", "g", "Tab", "Enter");
        awaitLine("ready at http://127\\.0\\.0\\.1:\\d+/torrent/");
        type("context we", "Tab", "ho", "Tab", "Enter");
        awaitLine("server-app> context web host");
        awaitLine("\"127.0.0.1\"");
        type("Up", "Up", "Enter"); // go once more, which is nothing to do
        awaitLine("server-app> go");
        type("stop", "Enter");
        awaitLine("stopped");
        type("quit", "Enter");
        awaitLine("ended with 0");

        assertThat(Files.readString(directory.resolve("xdg/torrentkit/console-history")))
                .contains("context web host");
    }

    @Test
    void keepsWhatIsLoggedOffTheLineThatIsTyped() throws Exception {
        openTerminal();
        type("go", "Enter");
        awaitLine("ready at http://.*");
        String port = screen().lines()
                .filter(line -> line.startsWith("ready at"))
                .map(line -> line.replaceAll(".*:(\\d+)/.*", "$1"))
                .findFirst()
                .orElseThrow();
        type("print-cont");
        awaitLine("server-app> print-cont");

        ServerAppIT.get("http://127.0.0.1:" + port + "/torrent/file"); // which is logged

        awaitLine(".* INFO +serving file as .*");
        awaitLine("server-app> print-cont");
        type("ext state", "Enter");
        awaitLine("\"ready\"");
        type("C-d");
        awaitLine("ended with 0");
    }
}
