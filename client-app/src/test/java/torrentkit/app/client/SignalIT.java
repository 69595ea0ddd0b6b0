package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.outcome.ExitCode;

/** Real signals to a real process. */
class SignalIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private Path torrent;
    private Path output;
    private Process client;

    @BeforeEach
    void makeTorrent() throws Exception {
        Path content =
                Files.write(Files.createDirectory(directory.resolve("source")).resolve("a"), new byte[100_000]);
        torrent = directory.resolve("t.torrent");
        output = directory.resolve("output");
        try (Seed seed = Seed.of(content)) {
            seed.torrent(torrent);
        }
    }

    @AfterEach
    void endClient() {
        client.destroyForcibly();
    }

    private void start(String... args) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ClientApp.class.getName()));
        words.addAll(List.of(args));
        client = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(client.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private void awaitOutput(String text) {
        await().atMost(SOON)
                .until(() -> Files.exists(output) && Files.readString(output).contains(text));
    }

    private int exitCode() throws InterruptedException {
        assertThat(client.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return client.exitValue();
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    @Test
    void interruptWhileDownloadingExitsWithSeven() throws Exception {
        start("download", torrent.toString(), "-d", directory.resolve("out").toString(), "--port", freePort());
        awaitOutput("Downloading a");
        signal("INT");
        assertThat(exitCode()).isEqualTo(ExitCode.INTERRUPTED.number());
        assertThat(Files.readString(output)).contains("Stopped with 0 of 2 pieces verified");
    }

    @Test
    void terminationWhileSharingExitsWithZero() throws Exception {
        start("download", torrent.toString(), "-d", directory.resolve("source").toString(), "--seed");
        awaitOutput("Sharing it");
        signal("TERM");
        assertThat(exitCode()).isEqualTo(ExitCode.OK.number());
        assertThat(Files.readString(output)).contains("Stopped; 0 B sent to others.");
    }

    @Test
    void versionNeedsNothing() throws Exception {
        start("--version");
        assertThat(exitCode()).isZero();
        assertThat(Files.readString(output)).startsWith("client-app ");
    }
}
