package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.testing.Frames.frame;
import static torrentkit.testing.Frames.request;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.config.ConfigurationReader;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Block;
import torrentkit.testing.Frames;
import torrentkit.testing.ScriptedPeer;

/** The web seed leaves to peers what they give, and to nobody what they do not. */
class PeersFirstIT {
    private static final String CLIENT = "libtorrent/2.0.8.0";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path root;

    private TorrentServer server;

    @BeforeEach
    void open() throws IOException {
        Files.write(Files.createDirectories(root.resolve("images")).resolve("disk.img"), new byte[1_000_000]);
        Files.write(root.resolve("other"), new byte[1_000_000]);
        server = TorrentServer.open(ConfigurationReader.read(
                Optional.empty(),
                Map.of(
                        "torrent-server.file-source", root.toString(),
                        "webserver.host", "127.0.0.1",
                        "webserver.port", "0",
                        "torrent-server.tracker-host", "127.0.0.1",
                        "torrent-server.tracker-port", "0",
                        "torrent-server.peer-host", "127.0.0.1",
                        "torrent-server.peer-port", "0"),
                warning -> {}));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<byte[]> get(String path, String client) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.webAddress().getPort() + "/" + path);
        return http.send(
                HttpRequest.newBuilder(url).header("User-Agent", client).build(), BodyHandlers.ofByteArray());
    }

    private int status(String path, String client) throws Exception {
        return get(path, client).statusCode();
    }

    /** A peer that is connected and got nothing yet. */
    private ScriptedPeer peerOf(InfoHash torrent) throws IOException {
        return ScriptedPeer.join(server.peerPort(), torrent, true);
    }

    /** Lets the peer have a block, and waits until the seed has noticed. */
    private void awaitGain(ScriptedPeer peer, InfoHash torrent) throws IOException {
        peer.send(frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
        peer.send(request(0, 0, Block.LENGTH)).expect(Frames.PIECE);
        Awaitility.await()
                .until(() ->
                        server.peers().seeder().find(torrent).orElseThrow().thriving(InetAddress.getLoopbackAddress())
                                == 1);
    }

    private InfoHash torrent(String path) throws Exception {
        return Metainfo.parse(get("torrent/" + path, "curl/8").body()).infoHash();
    }

    private void announce(InfoHash torrent, int port, String event) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.trackerPort() + "/announce?info_hash="
                + torrent.toString().replaceAll("..", "%$0") + "&peer_id=-XX0000-" + (100_000_000_000L + port)
                + "&port=" + port + "&uploaded=0&downloaded=0&left=1000&compact=1&event=" + event);
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
        assertThat(answer.body()).contains("interval");
    }

    @Test
    void putsOffWhoIsReachedAndNobodyElse() throws Exception {
        InfoHash torrent = torrent("images/disk.img");
        torrent("other");
        assertThat(status("file/images/disk.img", CLIENT)).isEqualTo(200);
        try (ScriptedPeer peer = peerOf(torrent)) {
            assertThat(status("file/images/disk.img", CLIENT)).isEqualTo(200);
            awaitGain(peer, torrent);
            assertThat(status("file/images/disk.img", CLIENT)).isEqualTo(503);
            assertThat(status("file/images/disk.img", "curl/7.88.1")).isEqualTo(200);
            assertThat(status("file/other", CLIENT)).isEqualTo(200);

            announce(torrent, 1001, "started"); // the peer itself, for all we know
            assertThat(status("file/images/disk.img", CLIENT)).isEqualTo(503);
            announce(torrent, 1002, "started"); // somebody else behind the same address
            assertThat(status("file/images/disk.img", CLIENT)).isEqualTo(200);
            announce(torrent, 1002, "stopped");
            assertThat(status("file/images/disk.img", CLIENT)).isEqualTo(503);
        }
        Awaitility.await().until(() -> status("file/images/disk.img", CLIENT) == 200);
    }

    @Test
    void looksAtEveryTorrentThatThePathIsAPartOf() throws Exception {
        InfoHash file = torrent("images/disk.img");
        InfoHash directory = torrent("images");
        try (ScriptedPeer peer = peerOf(directory)) {
            awaitGain(peer, directory);
            assertThat(status("file/images/disk.img", CLIENT)).isEqualTo(503);
            announce(file, 1001, "started"); // who wants the file alone is not reached
            assertThat(status("file/images/disk.img", CLIENT)).isEqualTo(200);
        }
    }
}
