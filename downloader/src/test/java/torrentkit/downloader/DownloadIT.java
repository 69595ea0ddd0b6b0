package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.downloader.DownloadProgress.Phase;
import torrentkit.testing.Frames;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.ScriptedPeer.Frame;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

/** Downloads among peers that behave. */
@Timeout(60)
class DownloadIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 5_000_001, 64 * 1024);
    private static final int PIECES = TORRENT.layout().pieceCount();

    @TempDir
    Path directory;

    static List<TestTorrent> torrents() {
        List<TestTorrent> torrents = new ArrayList<>(TestTorrent.awkward());
        torrents.add(TORRENT);
        return torrents;
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void fetchesFromASeeder(TestTorrent torrent) throws Exception {
        try (Scene scene = new Scene(torrent, directory)) {
            Download download = scene.start(Scene.address(scene.seeder().port()));
            scene.assertCompletes(download);
            DownloadProgress progress = download.progress();
            assertThat(progress.phase()).isEqualTo(Phase.COMPLETE);
            assertThat(progress.verifiedPieces()).isEqualTo(torrent.layout().pieceCount());
            assertThat(progress.downloadedBytes()).isEqualTo(torrent.content().length);
            assertThat(progress.wastedBytes()).isZero();
            assertThat(scene.events(DownloadEvent.PieceCompleted.class))
                    .hasSize(torrent.layout().pieceCount());
            assertThat(scene.events(DownloadEvent.Completed.class)).hasSize(1);
        }
        assertThat(TempContent.list(directory.resolve("out")).filter(name -> !name.startsWith("target")))
                .isEmpty();
    }

    @Test
    void fetchesPiecesThatAreLargerThanItsMemory() throws Exception {
        TestTorrent torrent = TestTorrent.ofFile("large pieces", 5 << 20, 2 << 20);
        try (Scene scene = new Scene(torrent, directory)) {
            DownloaderConfig config = Scene.config().withMemoryBytes(1000);
            scene.assertCompletes(scene.start(
                    config, Scene.address(scene.seeder().port()), scene.honest().address()));
        }
    }

    @Test
    void tellsASeedHowFarItIs() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Set<Integer> told = ConcurrentHashMap.newKeySet();
            ScriptedSeed seed = scene.seed(peer -> {
                ScriptedSeed.greet(peer, TORRENT, ScriptedPeer.newPeerId(), true);
                while (true) {
                    Frame frame = peer.read();
                    if (frame.id() == Frames.INTERESTED) {
                        peer.send(Frames.frame(Frames.UNCHOKE));
                    } else if (frame.id() == Frames.REQUEST) {
                        peer.send(ScriptedSeed.honest(TORRENT, frame));
                    } else if (frame.id() == Frames.HAVE) {
                        told.add(frame.index());
                    }
                }
            });
            scene.assertCompletes(scene.start(seed.address()));
            Awaitility.await().until(() -> told.size() > PIECES / 2); // the last ones may be cut off
        }
    }

    @Test
    void loadsNoVerifiedPieceAgain() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Set<Integer> asked = ConcurrentHashMap.newKeySet();
            AtomicInteger answers = new AtomicInteger();
            ScriptedSeed half = scene.answering(request ->
                    answers.incrementAndGet() < 2 * PIECES ? ScriptedSeed.honest(TORRENT, request) : new byte[0]);
            ScriptedSeed whole = scene.answering(request -> {
                asked.add(request.index());
                return ScriptedSeed.honest(TORRENT, request);
            });
            Download first = scene.start(half.address());
            Awaitility.await().until(() -> first.progress().verifiedPieces() >= 5);
            first.close();
            assertThat(Scene.failure(first).reason()).isEqualTo(Reason.CLOSED);
            Set<Integer> had = scene.events(DownloadEvent.PieceCompleted.class).stream()
                    .map(DownloadEvent.PieceCompleted::index)
                    .collect(Collectors.toSet());
            assertThat(had).hasSizeGreaterThanOrEqualTo(5);
            scene.assertCompletes(scene.start(whole.address()));
            assertThat(asked).doesNotContainAnyElementsOf(had).hasSize(PIECES - had.size());
        }
    }

    @Test
    void finishesWhatWasOnlyNotRenamedWithoutAnyPeer() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            scene.leave(scene.target(), piece -> true);
            scene.assertCompletes(scene.start());
        }
    }

    @Test
    void replacesWhatIsDamagedInAPartFile() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            scene.leave(scene.target(), piece -> true);
            Path part;
            try (var files = Files.list(scene.target().getParent())) {
                part = files.filter(file -> file.toString().endsWith(".part"))
                        .findFirst()
                        .orElseThrow();
            }
            byte[] damaged = Files.readAllBytes(part);
            damaged[1_000_000] ^= 1;
            Files.write(part, damaged);
            Download download = scene.start(Scene.address(scene.seeder().port()));
            scene.assertCompletes(download);
            assertThat(download.progress().downloadedBytes()).isEqualTo(64 * 1024);
        }
    }

    @Test
    void refusesATargetThatExists() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Files.createDirectories(scene.target().getParent());
            Files.writeString(scene.target(), "precious");
            Download download = scene.start(scene.honest().address());
            assertThat(Scene.failure(download).reason()).isEqualTo(Reason.TARGET_EXISTS);
            assertThat(download.progress().phase()).isEqualTo(Phase.FAILED);
            assertThat(scene.target()).hasContent("precious");
        }
    }

    @Test
    void refusesATargetThatIsBeingDownloadedHere() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            ScriptedSeed silent = scene.answering(request -> new byte[0]);
            Download first = scene.start(silent.address());
            Awaitility.await().until(() -> first.progress().phase() == Phase.DOWNLOADING);
            assertThat(Scene.failure(scene.start(silent.address())).reason()).isEqualTo(Reason.TARGET_IN_USE);
            assertThat(first.outcome()).isNotDone();
            first.close();
            scene.assertCompletes(scene.start(scene.honest().address()));
        }
    }

    @Test
    void refusesATargetThatAnotherProcessHas() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Files.createDirectories(scene.target().getParent());
            Path lock = scene.target().resolveSibling("." + scene.target().getFileName() + ".lock");
            try (OtherProcess other = OtherProcess.locking(scene.target(), lock)) {
                assertThat(other.answer()).isEqualTo(OtherProcess.HELD);
                assertThat(Scene.failure(scene.start()).reason()).isEqualTo(Reason.TARGET_IN_USE);
            }
            scene.assertCompletes(scene.start(scene.honest().address()));
        }
    }

    @Test
    void givesUpWhenNobodyCanBeReached() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            DownloaderConfig config = Scene.config().withStallTimeout(Duration.ofSeconds(1));
            DownloadException failure = Scene.failure(scene.start(config, new InetSocketAddress("127.9.9.9", 1)));
            assertThat(failure.reason()).isEqualTo(Reason.NOBODY_REACHABLE);
        }
    }

    /** Each side dials the other: one connection stays. */
    @Test
    void keepsOneOfTwoConnectionsWithAPeer() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            for (int i = 0; i < 5; i++) {
                Path target = directory.resolve("pair" + i);
                Downloader here = scene.downloader(Scene.config());
                Downloader there = scene.downloader(Scene.config());
                Download left = here.start(DownloadRequest.of(TORRENT.metainfo(), target.resolve("left"))
                        .withPeers(List.of(Scene.address(there.port()))));
                Download right = there.start(DownloadRequest.of(TORRENT.metainfo(), target.resolve("right"))
                        .withPeers(List.of(Scene.address(here.port()))));
                Awaitility.await()
                        .until(() ->
                                left.progress().peers() == 1 && right.progress().peers() == 1);
                Awaitility.await()
                        .during(200, TimeUnit.MILLISECONDS)
                        .until(() ->
                                left.progress().peers() == 1 && right.progress().peers() == 1);
                here.close();
                there.close();
            }
        }
    }

    /** Four downloads with a quarter of the pieces each, and no seed: everything else comes from the others. */
    @Test
    void downloadsTradeWhatTheyHave() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            List<Downloader> downloaders = new ArrayList<>();
            List<Download> downloads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int quarter = i;
                scene.leave(directory.resolve("trade" + i), piece -> piece % 4 == quarter);
                downloaders.add(scene.downloader(Scene.config()));
            }
            List<InetSocketAddress> all = downloaders.stream()
                    .map(downloader -> Scene.address(downloader.port()))
                    .toList();
            for (int i = 0; i < 4; i++) {
                downloads.add(downloaders
                        .get(i)
                        .start(DownloadRequest.of(TORRENT.metainfo(), directory.resolve("trade" + i))
                                .withPeers(all)
                                .withSeedAfterwards(true)));
            }
            for (Download download : downloads) {
                scene.assertCompletes(download);
            }
            Awaitility.await() // the last bytes are counted after they were sent
                    .until(() -> downloads.stream()
                                    .mapToLong(download -> download.progress().uploadedBytes())
                                    .sum()
                            >= 3L * TORRENT.content().length);
            assertThat(downloads).allMatch(download -> download.progress().uploadedBytes() > 0);
        }
    }

    @Test
    void uploadsAfterCompletionWhenAsked() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Downloader downloader = scene.downloader(Scene.config());
            Download download = downloader.start(
                    scene.request(Scene.address(scene.seeder().port())).withSeedAfterwards(true));
            scene.assertCompletes(download);
            Path other = directory.resolve("other");
            Download next = scene.downloader(Scene.config())
                    .start(DownloadRequest.of(TORRENT.metainfo(), other)
                            .withPeers(List.of(Scene.address(downloader.port()))));
            scene.assertCompletes(next);
            Awaitility.await().until(() -> download.progress().uploadedBytes() == TORRENT.content().length);
        }
    }

    @Test
    void takesNobodyAfterCompletionUnlessAsked() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Downloader downloader = scene.downloader(Scene.config());
            scene.assertCompletes(
                    downloader.start(scene.request(Scene.address(scene.seeder().port()))));
            try (ScriptedPeer peer = ScriptedPeer.dial(downloader.port())) {
                peer.send(Frames.handshake(TORRENT.metainfo().infoHash(), ScriptedPeer.newPeerId(), true, true));
                assertThat(peer.expectClosed()).isZero();
            }
        }
    }

    @Test
    void offersNothingThatIsNotVerified() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            scene.leave(scene.target(), piece -> piece == 7);
            Downloader downloader = scene.downloader(Scene.config());
            Download download = downloader.start(scene.request());
            Awaitility.await().until(() -> download.progress().phase() == Phase.DOWNLOADING);
            try (ScriptedPeer peer =
                    ScriptedPeer.join(downloader.port(), TORRENT.metainfo().infoHash())) {
                byte[] bits = peer.expect(Frames.BITFIELD).body();
                assertThat(bits[0]).isEqualTo((byte) 1);
                peer.send(Frames.frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
                peer.send(Frames.request(8, 0, 1000)).expect(Frames.REJECT);
                peer.send(Frames.request(7, 0, 1000));
                assertThat(peer.expect(Frames.PIECE).data()).isEqualTo(Arrays.copyOf(TORRENT.piece(7), 1000));
            }
        }
    }

    @Test
    void tellsEveryPeerOfAPieceThatItGot() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Downloader downloader = scene.downloader(Scene.config());
            Download download = downloader.start(scene.request());
            Awaitility.await().until(() -> download.progress().phase() == Phase.DOWNLOADING);
            try (ScriptedPeer peer =
                    ScriptedPeer.join(downloader.port(), TORRENT.metainfo().infoHash())) {
                peer.expect(Frames.HAVE_NONE);
                download.addPeers(List.of(Scene.address(scene.seeder().port())));
                Set<Integer> told = ConcurrentHashMap.newKeySet();
                while (told.size() < PIECES) {
                    told.add(peer.expect(Frames.HAVE).index());
                }
            }
            scene.assertCompletes(download);
        }
    }

    /** A tracker names who has dialled us already, by the address at which it listens. */
    @Test
    void doesNotDialWhoIsConnected() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory);
                ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Downloader downloader = scene.downloader(Scene.config());
            Download download = downloader.start(scene.request());
            Awaitility.await().until(() -> download.progress().phase() == Phase.DOWNLOADING);
            try (ScriptedPeer peer =
                    ScriptedPeer.join(downloader.port(), TORRENT.metainfo().infoHash())) {
                String told = "d1:md6:ut_pexi1ee1:pi" + listening.getLocalPort() + "ee";
                peer.send(
                        Frames.extended(0, told.getBytes(StandardCharsets.US_ASCII)), Frames.frame(Frames.INTERESTED));
                peer.expect(Frames.UNCHOKE); // what was told before that has been read
                download.addPeers(List.of(Scene.address(listening.getLocalPort())));
                download.addPeers(List.of(Scene.address(scene.seeder().port())));
                scene.assertCompletes(download);
            }
            listening.setSoTimeout(1);
            assertThatThrownBy(listening::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** What a listener does wrong must not harm the download. */
    @Test
    void survivesAListenerThatFails() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Logger log = Logger.getLogger(Download.class.getName());
            log.setLevel(Level.OFF); // who reads the build's output must not take this for a real fault
            List<DownloadEvent> told = new CopyOnWriteArrayList<>();
            Download download = scene.downloader(Scene.config())
                    .start(scene.request(Scene.address(scene.seeder().port())).withEvents(event -> {
                        told.add(event);
                        throw new IllegalStateException("a listener's own fault");
                    }));
            scene.assertCompletes(download);
            assertThat(told).hasAtLeastOneElementOfType(DownloadEvent.Completed.class);
            log.setLevel(null);
        }
    }

    /** The one connection that is allowed is taken, so every dial is refused at once. */
    @Test
    void survivesThousandsOfAddressesThatMayNotBeDialled() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            DownloaderConfig config = Scene.config();
            Downloader downloader =
                    scene.downloader(config.withNetwork(config.network().withMaxConnections(1, 200, 200)));
            List<InetSocketAddress> peers = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                peers.add(new InetSocketAddress("127.9." + i / 250 + "." + (1 + i % 250), 1));
            }
            Download download = downloader.start(scene.request());
            Awaitility.await().until(() -> download.progress().phase() == Phase.DOWNLOADING);
            try (ScriptedPeer peer =
                    ScriptedPeer.join(downloader.port(), TORRENT.metainfo().infoHash())) {
                DepthOfLog depth = new DepthOfLog();
                Logger log = Logger.getLogger(Dialler.class.getName());
                log.addHandler(depth);
                log.setLevel(Level.FINE);
                log.setUseParentHandlers(false);
                try {
                    download.addPeers(peers);
                } finally {
                    log.setLevel(null);
                    log.setUseParentHandlers(true);
                    log.removeHandler(depth);
                }
                assertThat(depth.deepest).isBetween(1L, 500L);
                peer.send(Frames.frame(Frames.HAVE_ALL));
                peer.expect(Frames.INTERESTED);
                peer.send(Frames.frame(Frames.UNCHOKE));
                ScriptedSeed.serve(peer, request -> ScriptedSeed.honest(TORRENT, request));
            } catch (IOException e) {
                assertThat(download.progress().verifiedPieces())
                        .isEqualTo(PIECES); // it has hung up on who has no more use
            }
            scene.assertCompletes(download);
        }
    }

    /** How deep in the stack a record was written. */
    private static final class DepthOfLog extends Handler {
        private volatile long deepest;

        @Override
        public void publish(LogRecord record) {
            deepest = Math.max(deepest, StackWalker.getInstance().walk(Stream::count));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
