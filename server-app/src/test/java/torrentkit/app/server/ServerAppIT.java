package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: what it prints, and with which code it ends. */
class ServerAppIT {
    private static final int TIMEOUT_SECONDS = 60; // only for a process that would hang

    @TempDir
    private Path directory;

    private Path root;
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        Files.writeString(root.resolve("a file"), "x");
    }

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+IgnoreUnrecognizedVMOptions", // the launcher gives the next two since Java 24, which warns
                // without them
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=" + ServerApp.class.getResource("/logback.xml"),
                ServerApp.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private Process serve(String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("root", "--port", "0", "--tracker-port", "0", "--peer-port", "0"));
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    private int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void fails(Process process, int exitCode, String sentence) throws Exception {
        assertThat(exitCode(process)).isEqualTo(exitCode);
        assertThat(Files.readString(directory.resolve("stderr"))).isEqualTo(sentence + System.lineSeparator());
    }

    /** Reads the log until a line matches. */
    private static String await(BufferedReader log, String pattern) throws IOException {
        Pattern wanted = Pattern.compile(pattern);
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher matcher = wanted.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("the log ended without " + pattern);
    }

    private static BufferedReader log(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void tellsItsVersionAndUsage() throws Exception {
        Process version = start("--version");
        assertThat(log(version).readLine()).startsWith("server-app ");
        assertThat(exitCode(version)).isZero();
        Process help = start("--help");
        assertThat(new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("--announce-host", "--peer-port", "Exit codes:");
        assertThat(exitCode(help)).isZero();
    }

    @Test
    void saysThatTheDirectoryIsMissing() throws Exception {
        fails(start(), 2, "torrent-server requires file-source option be configured");
    }

    @Test
    void saysThatTheDirectoryDoesNotExist() throws Exception {
        fails(start("no/such"), 2, "torrent-server's file-source directory no/such does not exist");
    }

    @Test
    void saysThatAPortIsNoInteger() throws Exception {
        Files.writeString(directory.resolve("x.conf"), "torrent-server { file-source: root, tracker-port: sixty }");

        fails(start("--config", "x.conf"), 2, "torrent-server port must be an integer");
        fails(start("root", "--port", "http"), 2, "torrent-server port must be an integer");
    }

    @Test
    void saysWhichOptionItDoesNotKnow() throws Exception {
        fails(start("root", "--prot", "1"), 2, "Unknown options: '--prot', '1'. See server-app --help.");
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            fails(
                    start(
                            "root",
                            "--host",
                            "0.0.0.0",
                            "--port",
                            String.valueOf(taken.getLocalPort()),
                            "--tracker-port",
                            "0"),
                    3,
                    "HTTP cannot listen on 0.0.0.0:" + taken.getLocalPort()
                            + ": the port is in use by another program; choose another one, or stop that program");
        }
    }

    @Test
    void tellsWhatToTryAndStopsWhenAsked() throws Exception {
        Process process = serve();
        BufferedReader log = log(process);
        String url = await(log, "try: curl -OJ (http://localhost:\\d+/torrent/a%20file)$");
        assertThat(await(log, "or: +(\\S+ download \\S+)$")).endsWith("client-app download " + url);

        int status = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
        process.destroy(); // SIGTERM

        assertThat(status).isEqualTo(200);
        assertThat(exitCode(process)).isZero();
        assertThat(directory.resolve("stderr")).isEmptyFile();
    }
}
