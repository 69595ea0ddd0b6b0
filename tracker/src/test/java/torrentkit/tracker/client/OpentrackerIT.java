package torrentkit.tracker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

/** Our client and opentracker, where that is installed. */
class OpentrackerIT {
    private static final InfoHash HASH = InfoHash.parse("00112233445566778899aabbccddeeff00ff2620");
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/bin/opentracker"), Path.of("/usr/local/bin/opentracker"));

    @TempDir
    Path directory;

    private Process process;
    private int port;

    @BeforeEach
    void start() throws IOException {
        Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(program != null, "opentracker is not installed");
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        // Some packages are built to serve listed torrents only; the list does no harm to the others. When started by
        // root, it
        // changes its root to the directory, so everything is named from there.
        Files.writeString(directory.resolve("list"), HASH + "\n");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        String listen = Integer.toString(port);
        process = new ProcessBuilder(List.of(
                        program + "",
                        "-i",
                        "127.0.0.1",
                        "-p",
                        listen,
                        "-P",
                        listen,
                        "-d",
                        directory + "",
                        "-w",
                        "list"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(20)).until(this::accepts);
    }

    private boolean accepts() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "udp"})
    void announcesAndScrapes(String scheme) throws Exception {
        URI url = URI.create(scheme + "://127.0.0.1:" + port + "/announce");
        try (TrackerClient client = TrackerClient.open(TrackerClientConfig.defaults())) {
            client.announce(url, request(1111, 0)).get(30, TimeUnit.SECONDS);
            AnnounceResponse response = client.announce(url, request(2222, 9)).get(30, TimeUnit.SECONDS);
            assertThat(response.peers().addresses()).contains(endpoint("127.0.0.1", 1111));
            assertThat(response.interval()).isPositive();
            assertThat(client.scrape(url, new ScrapeRequest(List.of(HASH)))
                            .get(30, TimeUnit.SECONDS)
                            .files())
                    .containsEntry(HASH, new SwarmCounts(1, 1, 0));
        }
    }

    private static AnnounceRequest request(int port, long left) {
        return AnnounceRequest.of(HASH, PeerId.random(), port, new Totals(0, 0, left), AnnounceEvent.STARTED);
    }
}
