package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.testing.Frames.extended;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Frames;
import torrentkit.testing.Leftovers;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.ScriptedPeer.Frame;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TestTorrent;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.PexMessage;
import torrentkit.wire.PexMessage.Contact;

/** Peers that are found through other peers, and the torrents for which they are not. */
@Timeout(90)
class PeerDiscoveryIT {
    private static final TestTorrent PRIVATE = TestTorrent.ofFile("payload.bin", 1_000_001);
    private static final TestTorrent PUBLIC = PRIVATE.published();
    private static final int THEIR_NUMBER = 11;

    @TempDir
    Path directory;

    private final Leftovers leftovers = Leftovers.before();
    private Scene scene;

    @AfterEach
    void close() {
        scene.close();
        leftovers.assertNone(directory);
    }

    /** A peer without a piece that tells of the others, as soon as it may. */
    private ScriptedSeed gossip(
            TestTorrent torrent, CompletableFuture<ExtensionHandshake> told, InetSocketAddress... others) {
        return scene.seed(peer -> {
            peer.readHandshake();
            peer.send(
                    Frames.handshake(torrent.metainfo().infoHash(), ScriptedPeer.newPeerId(), true, true),
                    Frames.frame(Frames.HAVE_NONE),
                    extended(0, ("d1:md6:ut_pexi" + THEIR_NUMBER + "eee").getBytes(StandardCharsets.ISO_8859_1)));
            Frame frame = peer.expect(Frames.EXTENDED);
            ExtensionHandshake handshake =
                    ExtensionHandshake.parse(Arrays.copyOfRange(frame.body(), 1, frame.body().length));
            Integer number = handshake.extensions().get(PexMessage.EXTENSION);
            if (number != null) {
                List<Contact> contacts = Arrays.stream(others)
                        .map(other -> new Contact(other, 0))
                        .toList();
                peer.send(extended(number, new PexMessage(contacts, List.of()).toBytes()));
            }
            told.complete(handshake);
            peer.drain();
        });
    }

    @Test
    void findsASeedThroughAnotherPeer() throws Exception {
        scene = new Scene(PUBLIC, directory);
        ScriptedSeed seed = scene.honest();
        scene.assertCompletes(scene.start(
                gossip(PUBLIC, new CompletableFuture<>(), seed.address()).address()));
    }

    @Test
    void takesNoPartForAPrivateTorrentNorWhenItIsSwitchedOff() throws Exception {
        scene = new Scene(PRIVATE, directory);
        CompletableFuture<ExtensionHandshake> told = new CompletableFuture<>();
        scene.start(gossip(PRIVATE, told).address());
        assertThat(told.get(60, TimeUnit.SECONDS).extensions()).doesNotContainKey(PexMessage.EXTENSION);
        CompletableFuture<ExtensionHandshake> switchedOff = new CompletableFuture<>();
        Scene other = new Scene(PUBLIC, directory.resolve("other"));
        try (other) {
            other.start(
                    Scene.config().withPex(false), gossip(PUBLIC, switchedOff).address());
            assertThat(switchedOff.get(60, TimeUnit.SECONDS).extensions()).doesNotContainKey(PexMessage.EXTENSION);
        }
    }

    @Test
    void tellsPeersOfEachOther() throws Exception {
        scene = new Scene(PUBLIC, directory);
        CompletableFuture<PexMessage> news = new CompletableFuture<>();
        ScriptedSeed other = gossip(PUBLIC, new CompletableFuture<>());
        ScriptedSeed listener = scene.seed(peer -> {
            peer.readHandshake();
            peer.send(
                    Frames.handshake(PUBLIC.metainfo().infoHash(), ScriptedPeer.newPeerId(), true, true),
                    Frames.frame(Frames.HAVE_NONE),
                    extended(0, ("d1:md6:ut_pexi" + THEIR_NUMBER + "eee").getBytes(StandardCharsets.ISO_8859_1)));
            while (true) {
                Frame frame = peer.expect(Frames.EXTENDED);
                if (frame.body()[0] == THEIR_NUMBER) {
                    news.complete(PexMessage.parse(Arrays.copyOfRange(frame.body(), 1, frame.body().length)));
                }
            }
        });
        scene.start(other.address(), listener.address());
        assertThat(news.get(60, TimeUnit.SECONDS).added())
                .containsExactly(new Contact(other.address(), PexMessage.REACHABLE));
    }

    /** A magnet link does not say whether its torrent is private: what was heard meanwhile is forgotten when it is. */
    @Test
    void forgetsHearsayOnceTheTorrentIsKnownToBePrivate() throws Exception {
        scene = new Scene(PRIVATE, directory);
        InetSocketAddress seeder = Scene.address(scene.seeder().port());
        ScriptedSeed heardOf = scene.honest();
        InetSocketAddress gossip = gossip(PRIVATE, new CompletableFuture<>(), seeder, heardOf.address())
                .address();
        Downloader downloader = scene.downloader(Scene.config().withStallTimeout(Duration.ofSeconds(3)));
        Metainfo metainfo = downloader
                .fetchMetainfo(MetadataRequest.of(PRIVATE.metainfo().infoHash()).withPeers(List.of(gossip)))
                .get(60, TimeUnit.SECONDS);
        assertThat(metainfo.isPrivate()).isTrue();
        Awaitility.await()
                .during(Duration.ofMillis(500)) // whom the fetch has dialled may not have been accepted yet
                .until(() -> heardOf.openConnections() == 0);
        int before = heardOf.connections();
        Download download = downloader.start(DownloadRequest.of(metainfo, scene.target()));
        assertThat(Scene.failure(download).reason()).isEqualTo(DownloadException.Reason.STALLED);
        assertThat(heardOf.connections()).isEqualTo(before);
    }

    @Test
    void keepsHearsayForAPublicTorrent() throws Exception {
        scene = new Scene(PUBLIC, directory);
        InetSocketAddress seeder = Scene.address(scene.seeder().port());
        InetSocketAddress gossip =
                gossip(PUBLIC, new CompletableFuture<>(), seeder).address();
        Downloader downloader = scene.downloader(Scene.config());
        Metainfo metainfo = downloader
                .fetchMetainfo(MetadataRequest.of(PUBLIC.metainfo().infoHash()).withPeers(List.of(gossip)))
                .get(60, TimeUnit.SECONDS);
        scene.assertCompletes(downloader.start(DownloadRequest.of(metainfo, scene.target())));
    }

    @Test
    void leavesNothingOfLocalDiscoveryBehind() throws Exception {
        scene = new Scene(PUBLIC, directory);
        scene.start(Scene.config().withLocalDiscovery(true), scene.honest().address());
        scene.close();
        leftovers.assertNone(directory);
    }
}
