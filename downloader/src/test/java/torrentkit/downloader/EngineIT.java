package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.downloader.DownloadProgress.Phase;
import torrentkit.piece.Block;
import torrentkit.testing.Frames;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TestTorrent;

/** What a download tells of itself, in which order it fetches, how it is read meanwhile, and where it dials from. */
@Timeout(60)
class EngineIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 5_000_001, 64 * 1024);
    private static final int PIECES = TORRENT.layout().pieceCount();

    @TempDir
    Path directory;

    @Test
    void tellsWhatIsThereAndWhoTakesWhichPiece() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            scene.leave(scene.target(), piece -> piece == 3);
            InetSocketAddress seed = Scene.address(scene.seeder().port());
            scene.assertCompletes(scene.start(seed));
            DownloadEvent.Started started =
                    scene.events(DownloadEvent.Started.class).get(0);
            assertThat(started.pieces()).isEqualTo(PIECES);
            assertThat(started.todo()).isEqualTo(PIECES - 1);
            assertThat(started.have().count()).isEqualTo(1);
            assertThat(started.have().has(3)).isTrue();
            assertThat(scene.events(DownloadEvent.PieceStarted.class))
                    .hasSize(PIECES - 1)
                    .allMatch(event -> event.peer().equals(seed) && event.index() != 3);
        }
    }

    @Test
    void tellsWhyAPeerWent() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            ScriptedSeed poisoner = scene.answering(request -> ScriptedSeed.poisoned(TORRENT, request));
            ScriptedSeed deserter = scene.answering(request -> {
                throw new IOException("gone");
            });
            Download download = scene.start(poisoner.address(), deserter.address());
            Awaitility.await()
                    .until(() -> scene.events(DownloadEvent.PeerDisconnected.class).stream()
                                    .map(DownloadEvent.PeerDisconnected::peer)
                                    .distinct()
                                    .count()
                            == 2);
            download.close();
            assertThat(scene.events(DownloadEvent.PeerDisconnected.class))
                    .contains(new DownloadEvent.PeerDisconnected(poisoner.address(), Optional.of("it sent wrong data")))
                    .contains(new DownloadEvent.PeerDisconnected(deserter.address(), Optional.empty()));
        }
    }

    @Test
    void tellsHowThePeersAreAndWhatLimits() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            DownloaderConfig config = Scene.config().withDownloadRate(100_000);
            InetSocketAddress seed = Scene.address(scene.seeder().port());
            Downloader downloader = scene.downloader(config);
            Download download = downloader.start(scene.request(seed));
            Awaitility.await()
                    .until(() -> download.bottleneck().equals(Optional.of(Bottleneck.RATE_LIMIT))
                            && download.peerStatus().stream().anyMatch(peer -> peer.downloadRate() > 0));
            DownloadPeer peer = download.peerStatus().get(0);
            assertThat(peer.address()).isEqualTo(seed);
            assertThat(peer.client()).startsWith("torrentkit");
            assertThat(peer.dialled()).isTrue();
            assertThat(peer.complete()).isTrue();
            assertThat(peer.pieces()).isEqualTo(PIECES);
            assertThat(peer.piece()).isPresent();
            assertThat(peer.downloadedBytes()).isPositive();
            assertThat(peer.interested()).isTrue();
            assertThat(peer.chokesUs()).isFalse();
            assertThat(peer.interestedInUs()).isFalse();
            downloader.downloadLimit().change(0);
            scene.assertCompletes(download);
            assertThat(download.bottleneck()).isEmpty();
        }
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Download download = scene.start();
            Awaitility.await().until(() -> download.bottleneck().equals(Optional.of(Bottleneck.NO_PEERS)));
            assertThat(download.peerStatus()).isEmpty();
        }
    }

    @Test
    void saysThatPeersChokeUs() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            ScriptedSeed miser = scene.seed(peer -> {
                ScriptedSeed.greet(peer, TORRENT, ScriptedPeer.newPeerId(), true);
                while (true) {
                    peer.read();
                }
            });
            Download download = scene.start(miser.address());
            Awaitility.await().until(() -> download.bottleneck().equals(Optional.of(Bottleneck.PEERS_CHOKE_US)));
        }
    }

    @Test
    void fetchesFromTheFirstPieceToTheLast() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            List<Integer> asked = new CopyOnWriteArrayList<>();
            ScriptedSeed seed = scene.answering(request -> {
                asked.add(request.index());
                return ScriptedSeed.honest(TORRENT, request);
            });
            Downloader downloader = scene.downloader(Scene.config());
            scene.assertCompletes(downloader.start(scene.request(seed.address()).withOrder(PieceOrder.SEQUENTIAL)));
            assertThat(asked).isSorted();
        }
    }

    /** One of the two answers nothing: the pieces that it has taken are shared, in the end and before it. */
    @Test
    void inOrderAStallerDoesNotKeepTheEndFromComing() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            ScriptedSeed staller = scene.answering(request -> new byte[0]);
            Downloader downloader = scene.downloader(Scene.config());
            Download download =
                    downloader.start(scene.request(staller.address()).withOrder(PieceOrder.SEQUENTIAL));
            Awaitility.await()
                    .until(() -> !scene.events(DownloadEvent.PieceStarted.class).isEmpty());
            download.addPeers(List.of(scene.honest().address()));
            scene.assertCompletes(download);
        }
    }

    @Test
    void isReadInOrderWhileItDownloads() throws Exception {
        for (TestTorrent torrent : torrents()) {
            try (Scene scene =
                    new Scene(torrent, directory.resolve(torrent.metainfo().name()))) {
                Downloader downloader = scene.downloader(Scene.config());
                Download download =
                        downloader.start(scene.request(scene.honest().address())
                                .withOrder(PieceOrder.SEQUENTIAL)
                                .withSeedAfterwards(true));
                VerifiedReader reader = download.reader();
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                for (int piece = 0; piece < torrent.layout().pieceCount(); piece++) {
                    reader.ready(piece).get(50, TimeUnit.SECONDS);
                    ByteBuffer bytes = ByteBuffer.allocate(torrent.layout().pieceLength(piece));
                    reader.read(torrent.layout().pieceOffset(piece), bytes);
                    assertThat(bytes.hasRemaining()).isFalse();
                    read.write(bytes.array());
                }
                assertThat(read.toByteArray()).isEqualTo(torrent.content());
                download.outcome().get(50, TimeUnit.SECONDS);
                ByteBuffer all = ByteBuffer.allocate(torrent.content().length);
                reader.read(0, all); // over the edges of pieces, from its final place
                assertThat(all.array()).isEqualTo(torrent.content());
            }
        }
    }

    private static List<TestTorrent> torrents() {
        List<TestTorrent> torrents = new ArrayList<>(TestTorrent.awkward());
        torrents.add(TORRENT);
        return torrents;
    }

    @Test
    void whoReadsLearnsThatTheDownloadEnded() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Download download = scene.start();
            var ready = download.reader().ready(0);
            Awaitility.await().until(() -> download.progress().phase() == Phase.DOWNLOADING);
            assertThatThrownBy(() -> download.reader().read(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not verified");
            assertThatThrownBy(() -> download.reader().read(TORRENT.content().length, ByteBuffer.allocate(1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> download.reader().ready(PIECES)).isInstanceOf(IndexOutOfBoundsException.class);
            download.close();
            for (var future : List.of(ready, download.reader().ready(1))) {
                assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                DownloadException.class,
                                cause -> assertThat(cause.reason()).isEqualTo(Reason.CLOSED));
            }
        }
    }

    @Test
    void asksOnePeerAtATimeWithOneWorker() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Set<String> busy = ConcurrentHashMap.newKeySet();
            List<ScriptedSeed> seeds = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String name = "seed " + i;
                seeds.add(scene.answering(request -> {
                    busy.add(name);
                    return ScriptedSeed.honest(TORRENT, request);
                }));
            }
            Download download = scene.start(
                    Scene.config().withWorkers(1).withDownloadRate(1_000_000),
                    seeds.get(0).address(),
                    seeds.get(1).address(),
                    seeds.get(2).address());
            Awaitility.await()
                    .until(() -> download.progress().peers() == 3
                            && download.progress().verifiedPieces() > 5);
            assertThat(busy).hasSize(1);
            int first = Integer.parseInt(busy.iterator().next().substring("seed ".length()));
            seeds.get(first).close();
            scene.assertCompletes(download);
            assertThat(busy).hasSizeGreaterThan(1);
        }
    }

    @Test
    void dialsFromTheAddressThatItIsBoundTo() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Set<InetAddress> seen = ConcurrentHashMap.newKeySet();
            ScriptedSeed seed = scene.seed(peer -> {
                seen.add(peer.remoteAddress());
                ScriptedSeed.seed(TORRENT, true, request -> ScriptedSeed.honest(TORRENT, request))
                        .run(peer);
            });
            InetAddress ours = InetAddress.getByName("127.0.0.7");
            scene.assertCompletes(scene.start(Scene.config().withBind(ours), seed.address()));
            assertThat(seen).containsExactly(ours);
        }
    }

    @Test
    void uploadsAreHeldToTheirRateUntilItIsChanged() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            scene.leave(scene.target(), piece -> true);
            Downloader downloader = scene.downloader(Scene.config().withUploadRate(1));
            Download download = downloader.start(scene.request().withSeedAfterwards(true));
            download.outcome().get(50, TimeUnit.SECONDS);
            try (ScriptedPeer peer =
                    ScriptedPeer.join(downloader.port(), TORRENT.metainfo().infoHash())) {
                peer.expect(Frames.HAVE_ALL);
                peer.send(Frames.frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
                peer.send(Frames.request(0, 0, Block.LENGTH), Frames.frame(Frames.NOT_INTERESTED));
                assertThat(peer.read().id()).isEqualTo(Frames.CHOKE); // and not the block, which is hours away
                assertThat(peer.read().id()).isEqualTo(Frames.REJECT);
                downloader.uploadLimit().change(0);
                peer.send(Frames.frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
                peer.send(Frames.request(0, 0, Block.LENGTH)).expect(Frames.PIECE);
            }
        }
    }
}
