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
import torrentkit.app.server.authorization.TokenFile;

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

        int status = get(url);
        process.destroy(); // SIGTERM

        assertThat(status).isEqualTo(200);
        assertThat(exitCode(process)).isZero();
        assertThat(directory.resolve("stderr")).isEmptyFile();
    }

    @Test
    void saysEverythingThatIsWrongWithTheSettings() throws Exception {
        Files.writeString(
                directory.resolve("x.conf"),
                "torrent-server { file-source: root, uplod-slots: 1 }\nwebserver.port = 99999");

        fails(
                start("--config", "x.conf", "--check-config"),
                2,
                "setting torrent-server.uplod-slots is not known; did you mean torrent-server.upload-slots? (x.conf: 1)"
                        + System.lineSeparator()
                        + "webserver.port must be a port from 0 to 65535; it is 99999 (x.conf: 2)");
        Files.writeString(
                directory.resolve("x.conf"),
                "torrent-server { file-source: root, state-dir = root/file }, authentication.token-file = tokens");
        Files.writeString(root.resolve("file"), "");
        fails(
                start("--config", "x.conf", "--check-config"),
                2,
                "token file tokens is not there, or is not a file" + System.lineSeparator()
                        + "torrent-server.state-dir must be a directory that can be written to; it is root/file");
    }

    @Test
    void checksAndPrintsTheSettings() throws Exception {
        String line = TokenFile.line("somebody", "something random of some length");
        Files.writeString(directory.resolve("tokens"), line);
        Files.writeString(
                directory.resolve("x.conf"), "torrent-server.file-source: root, authentication.token-file = tokens");
        Process check = start("--config", "x.conf", "--check-config");
        assertThat(log(check).readLine()).isEqualTo("the settings can be used");
        assertThat(exitCode(check)).isZero();

        Process print = start("--config", "x.conf", "--port", "1234", "--print-config");
        String printed = new String(print.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(exitCode(print)).isZero();
        assertThat(printed)
                .contains("  port = \"1234\" # command line")
                .contains("  token-file = \"tokens\" # x.conf: 1")
                .doesNotContain(line.substring(line.indexOf(':') + 1));
        Files.writeString(directory.resolve("y.conf"), printed);
        Process again = start("--config", "y.conf", "--check-config");
        assertThat(exitCode(again)).isZero();
        assertThat(directory.resolve("stderr")).isEmptyFile();
    }

    @Test
    void readsItsSettingsAgainAtAHangup() throws Exception {
        Path config = Files.writeString(directory.resolve("x.conf"), "");
        Process process = serve("--config", "x.conf");
        BufferedReader log = log(process);
        await(log, "try: (curl)");

        Files.writeString(config, "torrent-server { upload-limit = 1 MiB, tracker-host = 127.0.0.1 }");
        hangUp(process);
        assertThat(await(log, "settings read again; changed: (.*)$")).isEqualTo("torrent-server.upload-limit");
        assertThat(await(log, "stay as they were until the server is restarted: (.*)$"))
                .isEqualTo("torrent-server.tracker-host");
        Files.writeString(config, "torrent-server.upload-limt = 1 MiB");
        hangUp(process);
        assertThat(await(log, "ERROR (setting .*)$"))
                .isEqualTo("setting torrent-server.upload-limt is not known; "
                        + "did you mean torrent-server.upload-limit? (x.conf: 1)");
        await(log, "(so all settings stay as they are)");
        process.destroy();

        assertThat(exitCode(process)).isZero();
    }

    private static void hangUp(Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    static int get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void makesATokenAndItsLine() throws Exception {
        Process process = start("token", "build server");
        List<String> lines = log(process).lines().toList();

        assertThat(exitCode(process)).isZero();
        assertThat(lines.get(0)).matches("token: [A-Za-z0-9_-]{43}");
        assertThat(lines.get(1))
                .isEqualTo(
                        "line:  " + TokenFile.line("build server", lines.get(0).substring(7)));
        fails(start("token", "a:b"), 2, "not a name for a token: it is blank, too long, or holds a colon or controls");
    }

    @Test
    void hashesAheadWhenNoServerRuns() throws Exception {
        Files.createDirectories(root.resolve("images"));
        Files.writeString(root.resolve("images/one"), "1");
        Files.writeString(root.resolve("images/two"), "2");
        Files.writeString(directory.resolve("x.conf"), "torrent-server { file-source: root, state-dir: state }");

        Process first = start("warm", "images/*", "--config", "x.conf");
        assertThat(log(first).lines().toList().get(0)).isEqualTo("2 match, 2 have a torrent, 0 cannot have one");
        assertThat(exitCode(first)).isZero();

        Process process = serve("--config", "x.conf");
        BufferedReader log = log(process);
        String server = await(log, "try: curl -OJ (http://localhost:\\d+)/torrent/.*$");
        assertThat(get(server + "/torrent/images/one")).isEqualTo(200);
        assertThat(body(server + "/api/v1/jobs")).doesNotContain("images/one");
        assertThat(get(server + "/torrent/a%20file")).isEqualTo(200);
        assertThat(body(server + "/api/v1/jobs")).contains("a file"); // so that is where hashing would show
    }

    private static String body(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void asksTheServerThatRunsToHashAhead() throws Exception {
        int port = freePort();
        Files.writeString(
                directory.resolve("x.conf"),
                "torrent-server { file-source: root, state-dir: state, tracker-port: 0, peer-port: 0 }, webserver.port = "
                        + port);
        Process process = start("--config", "x.conf");
        BufferedReader log = log(process);
        await(log, "try: (curl)");

        Process warm = start("warm", "a*", "--config", "x.conf");
        assertThat(log(warm).lines().toList()).containsExactly("the server at http://localhost:" + port + " has begun");
        assertThat(exitCode(warm)).isZero();
        await(log, "(a file)");
        process.destroy();
        assertThat(exitCode(process)).isZero();
    }

    @Test
    void saysThatThereIsNobodyToHashAhead() throws Exception {
        Files.writeString(
                directory.resolve("x.conf"), "torrent-server { file-source: root }, webserver.port = " + freePort());

        Process process = start("warm", "images/*", "--config", "x.conf");

        assertThat(exitCode(process)).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("stderr")))
                .startsWith("there is no server at http://localhost:")
                .contains("start the server, or set torrent-server.state-dir");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** With a place for its state, and on free ports. */
    private Process serveWithState() throws IOException {
        Files.writeString(
                directory.resolve("state.conf"),
                "torrent-server { file-source: root, state-dir: state, tracker-port: 0, peer-port: 0 }, webserver.port: 0");
        return start("--config", "state.conf");
    }

    @Test
    void servesAfterAKillWhatItHashedBefore() throws Exception {
        Process killed = serveWithState();
        BufferedReader log = log(killed);
        assertThat(get(await(log, "try: curl -OJ (http://localhost:\\d+/torrent/a%20file)$")))
                .isEqualTo(200);
        String infoHash = await(log, "serving a file as ([0-9a-f]{40})");
        killed.destroyForcibly().waitFor();

        Process again = serveWithState();
        BufferedReader secondLog = log(again);

        assertThat(await(secondLog, "(\\d+) torrents of an earlier run are served without hashing again"))
                .isEqualTo("1");
        assertThat(infoHash).hasSize(40);
    }

    @Test
    void saysThatAnotherServerUsesTheState() throws Exception {
        Process first = serveWithState();
        await(log(first), "try: curl -OJ (http://localhost:\\d+/torrent/a%20file)$");

        Process second = serveWithState();

        assertThat(exitCode(second)).isNotZero();
        assertThat(Files.readString(directory.resolve("stderr")))
                .contains(directory.resolve("state").toString(), "in use by another process, number " + first.pid());
        assertThat(Files.readAllLines(directory.resolve("stderr"))).hasSize(1);
    }
}
