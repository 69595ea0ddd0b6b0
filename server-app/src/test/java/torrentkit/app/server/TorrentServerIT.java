package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.config.ConfigurationReader;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.http.RawHttp;
import torrentkit.app.server.http.RequestPath;
import torrentkit.metainfo.Metainfo;

/** The whole server in this process, on free ports. */
class TorrentServerIT {
    @TempDir
    private Path root;

    private final HttpClient client = HttpClient.newHttpClient();
    private TorrentServer server;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(root.resolve("file"), "some content");
        server = TorrentServer.open(config(Map.of()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ServerConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "torrent-server.file-source", root.toString(),
                "webserver.host", "127.0.0.1",
                "webserver.port", "0",
                "torrent-server.tracker-port", "0",
                "torrent-server.peer-port", "0"));
        all.putAll(settings);
        return ConfigurationReader.read(Optional.empty(), all, warning -> {});
    }

    private CompletableFuture<HttpResponse<byte[]>> request(String path) {
        URI uri = URI.create("http://127.0.0.1:" + server.webAddress().getPort() + "/torrent/" + path);
        return client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }

    private Metainfo torrent(String path) {
        HttpResponse<byte[]> response = request(path).join();
        assertThat(response.statusCode()).isEqualTo(200);
        return Metainfo.parse(response.body());
    }

    /** What the tracker says, as text: enough to see whether it knows the torrent and names the seed. */
    private String announce(Metainfo torrent) throws IOException, InterruptedException {
        StringBuilder hash = new StringBuilder();
        for (byte b : torrent.infoHash().bytes()) {
            hash.append(String.format("%%%02x", b));
        }
        URI uri = URI.create("http://127.0.0.1:" + server.trackerPort() + "/announce?info_hash=" + hash
                + "&peer_id=-XX0000-0123456789ab&port=1&uploaded=0&downloaded=0&left=1&compact=0&event=started");
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
                .body();
    }

    @Test
    void servesAFileThatTheTrackerAndTheSeedKnowAtOnce() throws Exception {
        Metainfo torrent = torrent("file");

        assertThat(torrent.name()).isEqualTo("file");
        assertThat(torrent.isPrivate()).isTrue();
        assertThat(torrent.trackers())
                .singleElement()
                .satisfies(tier -> assertThat(tier)
                        .singleElement()
                        .satisfies(url -> assertThat(url.getPort()).isEqualTo(server.trackerPort())));
        assertThat(announce(torrent)).contains("4:porti" + server.peerPort() + "e");
    }

    @Test
    void servesNestedFilesAndDirectoriesWithAnyNames() throws IOException {
        Path deep = Files.createDirectories(root.resolve("a b/ü ж/日本"));
        Files.writeString(deep.resolve("π 100%.txt"), "3");
        Files.createFile(deep.resolve("empty"));

        assertThat(torrent(RequestPath.encode(List.of("a b", "ü ж", "日本", "π 100%.txt")))
                        .name())
                .isEqualTo("π 100%.txt");
        Metainfo directory = torrent(RequestPath.encode(List.of("a b")));
        assertThat(directory.isDirectory()).isTrue();
        assertThat(directory.files()).hasSize(2);
    }

    @Test
    void hashesOnceForManyWhoAskAtTheSameTime() throws IOException {
        Files.write(root.resolve("big"), new byte[20_000_000]);
        List<CompletableFuture<HttpResponse<byte[]>>> requests =
                Stream.generate(() -> request("big")).limit(50).toList();

        Set<String> tags = new HashSet<>();
        for (CompletableFuture<HttpResponse<byte[]>> request : requests) {
            assertThat(request.join().statusCode()).isEqualTo(200);
            tags.add(request.join().headers().firstValue("etag").orElseThrow());
        }
        assertThat(tags).hasSize(1);
    }

    @Test
    void givesAChangedFileANewTorrentAndForgetsTheOld() throws Exception {
        Metainfo before = torrent("file");
        Files.writeString(root.resolve("file"), "other content");
        Metainfo after = torrent("file");

        assertThat(after.infoHash()).isNotEqualTo(before.infoHash());
        assertThat(announce(before)).contains("failure reason");
        assertThat(announce(after)).doesNotContain("failure reason");
    }

    @Test
    void keepsServingTheOtherOfTwoEqualFilesWhenOneIsGone() throws Exception {
        Files.createDirectories(root.resolve("copy"));
        Files.writeString(root.resolve("copy/file"), "some content");
        Metainfo torrent = torrent("file");
        assertThat(torrent("copy/file").infoHash()).isEqualTo(torrent.infoHash());

        Files.delete(root.resolve("file"));
        assertThat(request("file").join().statusCode()).isEqualTo(404);

        assertThat(announce(torrent)).contains("4:porti" + server.peerPort() + "e");
        Files.delete(root.resolve("copy/file"));
        request("copy/file").join();
        assertThat(announce(torrent)).contains("failure reason");
    }

    @Test
    void putsNoTextOfTheClientIntoTheTorrent() throws IOException {
        try (RawHttp http = new RawHttp(server.webAddress())) {
            RawHttp.Reply answer = http.send("GET http://evil.example/torrent/file HTTP/1.1\r\nHost: evil.example\r\n"
                            + "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n\r\n")
                    .answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("evil");
        }
    }

    @Test
    void refusesWhatIsEmpty() throws IOException {
        Files.createFile(root.resolve("nothing"));
        Files.createDirectory(root.resolve("hollow"));

        assertThat(request("nothing").join().statusCode()).isEqualTo(422);
        assertThat(new String(request("hollow").join().body(), StandardCharsets.UTF_8))
                .contains("hollow")
                .doesNotContain(root.toString());
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            for (String key : List.of("webserver.port", "torrent-server.tracker-port", "torrent-server.peer-port")) {
                Map<String, String> settings =
                        key.startsWith("web") ? Map.of(key, port, "webserver.host", "0.0.0.0") : Map.of(key, port);
                assertThatThrownBy(() -> TorrentServer.open(config(settings)))
                        .isInstanceOf(ListenException.class)
                        .hasMessageContaining(port)
                        .hasMessageContaining("the port is in use by another program");
            }
        }
    }

    @Test
    void saysWhichNameHasNoAddress() {
        for (String key : List.of("webserver.host", "torrent-server.tracker-host", "torrent-server.peer-host")) {
            assertThatThrownBy(() -> TorrentServer.open(config(Map.of(key, "no-such-host.invalid"))))
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining("no-such-host.invalid: this name has no address");
        }
    }

    @Test
    void leavesNoThreadBehind() {
        torrent("file");
        server.close();

        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("torrentkit") && thread.isAlive()));
    }
}
