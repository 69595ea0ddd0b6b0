package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.downloader.DownloadProgress.Phase;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.peer.Transport;
import torrentkit.storage.StorageExecutor;
import torrentkit.testing.Leftovers;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TestTorrent;

/** What closed downloads leave behind: nothing but data. */
@Timeout(60)
class DownloaderLifecycleIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 5_000_001, 64 * 1024);
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private Scene scene;
    private ScriptedSeed silent;
    private ScriptedSeed honest;
    private Leftovers before;

    @BeforeEach
    void open() {
        scene = new Scene(TORRENT, directory);
        silent = scene.answering(request -> new byte[0]);
        honest = scene.honest();
        before = Leftovers.before();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void assertClosesSoon(AutoCloseable thing) throws Exception {
        long start = System.nanoTime();
        thing.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    /** The peers' own ends of connections are sockets of this process too. */
    private void assertNothingLeft() {
        Awaitility.await().until(() -> silent.openConnections() + honest.openConnections() == 0);
        before.assertNone(directory);
    }

    @Test
    void leavesNothingBehindWhenIdle() throws Exception {
        Downloader downloader = Downloader.open(Scene.config());
        assertClosesSoon(downloader);
        downloader.close();
        assertNothingLeft();
    }

    @Test
    void leavesNothingBehindAfterADownload() throws Exception {
        Downloader downloader = Downloader.open(Scene.config());
        scene.assertCompletes(downloader.start(scene.request(honest.address())));
        assertClosesSoon(downloader);
        assertNothingLeft();
    }

    @Test
    void closesABusyDownloadAmongSilentPeers() throws Exception {
        for (int i = 0; i < 5; i++) {
            Downloader downloader = Downloader.open(Scene.config());
            Download download = downloader.start(scene.request(silent.address(), honest.address()));
            int some = i * 5;
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> download.progress().verifiedPieces() >= some
                            || download.outcome().isDone());
            assertClosesSoon(downloader);
            assertThat(download.outcome()).isDone();
            downloader.close();
            download.close();
        }
        assertNothingLeft();
    }

    @Test
    void closesWhileItIsStillLookingAtWhatIsThere() throws Exception {
        scene.leave(scene.target(), piece -> true);
        for (int i = 0; i < 10; i++) {
            Downloader downloader = Downloader.open(Scene.config());
            Download download = downloader.start(scene.request(honest.address()));
            assertClosesSoon(downloader);
            assertThat(download.outcome()).isDone();
        }
        assertNothingLeft();
    }

    @Test
    void failsWhenItCannotBeginInsteadOfWaitingForEver() throws Exception {
        try (Downloader downloader = Downloader.open(Scene.config())) {
            Download download = downloader.start(scene.request(honest.address()).withEvents(event -> {
                if (event instanceof DownloadEvent.Started) {
                    throw new OutOfMemoryError("for a test");
                }
            }));
            assertThat(Scene.failure(download)).hasMessageContaining("for a test");
        }
    }

    @Test
    void givesTheTargetFreeWhenClosed() throws Exception {
        Downloader downloader = scene.downloader(Scene.config());
        Download first = downloader.start(scene.request(silent.address()));
        Awaitility.await().until(() -> silent.openConnections() == 1);
        first.close();
        assertThat(Scene.failure(first).reason()).isEqualTo(Reason.CLOSED);
        scene.assertCompletes(downloader.start(scene.request(honest.address())));
    }

    /** Whenever it is closed on the way to its name, the outcome is what is on disk. */
    @Test
    void saysItIsThereExactlyWhenItIs() throws Exception {
        for (int i = 0; i < 20; i++) {
            Path target = directory.resolve("closing" + i);
            scene.leave(target, piece -> true);
            try (Downloader downloader = Downloader.open(Scene.config())) {
                Download download = downloader.start(DownloadRequest.of(TORRENT.metainfo(), target));
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> download.progress().phase() != Phase.CHECKING);
                download.close();
                assertThat(download.outcome().isCompletedExceptionally()).isEqualTo(!Files.exists(target));
            }
        }
    }

    @Test
    void mayBeClosedWhenTheOutcomeIsTold() throws Exception {
        try (Downloader downloader = Downloader.open(Scene.config())) {
            Download download = downloader.start(scene.request(honest.address()));
            download.outcome().thenRun(download::close).get(20, TimeUnit.SECONDS);
            assertThat(scene.target()).exists();
        }
    }

    @Test
    void mayBeClosedByManyThreadsAtOnce() throws Exception {
        Downloader downloader = Downloader.open(Scene.config());
        Download download = downloader.start(scene.request(silent.address()));
        Awaitility.await().until(() -> silent.openConnections() == 1);
        CompletableFuture<?>[] closing = new CompletableFuture<?>[6];
        for (int i = 0; i < closing.length; i++) {
            closing[i] = CompletableFuture.runAsync(i % 2 == 0 ? downloader::close : download::close);
        }
        CompletableFuture.allOf(closing).get(20, TimeUnit.SECONDS);
        assertNothingLeft();
    }

    @Test
    void closesSoonWhenTheTrackerDoesNotAnswer() throws Exception {
        try (ServerSocket tracker = new ServerSocket(0)) {
            Metainfo metainfo = TORRENT.metainfo()
                    .withTrackers(
                            List.of(List.of(URI.create("http://127.0.0.1:" + tracker.getLocalPort() + "/announce"))));
            Downloader downloader = Downloader.open(DownloaderConfig.defaults());
            Download download = downloader.start(
                    DownloadRequest.of(metainfo, scene.target()).withPeers(List.of(silent.address())));
            Awaitility.await().until(() -> silent.openConnections() == 1);
            assertClosesSoon(downloader);
            assertThat(download.outcome()).isCompletedExceptionally();
        }
        assertNothingLeft();
    }

    @Test
    void leavesSharedPartsRunning() throws Exception {
        EventLoopGroup loops = Transport.best().newGroup(1, "test-loops");
        StorageExecutor storage = new StorageExecutor(2);
        PeerNetwork network = PeerNetwork.open(PeerNetworkConfig.defaults().withSharedLoops(loops));
        try {
            Downloader first = Downloader.on(network, storage, Scene.config());
            Download download = first.start(scene.request(silent.address()));
            Awaitility.await().until(() -> download.progress().peers() == 1);
            assertClosesSoon(first);
            Awaitility.await().until(() -> network.connections() == 0);
            assertThat(Leftovers.openBelow(directory)).isEmpty();
            Downloader second = Downloader.on(network, storage, Scene.config());
            scene.assertCompletes(second.start(scene.request(honest.address())));
            second.close();
            assertThat(CompletableFuture.supplyAsync(() -> 1, storage).get(10, TimeUnit.SECONDS))
                    .isEqualTo(1);
            assertThat(loops.submit(() -> 2).get(10, TimeUnit.SECONDS)).isEqualTo(2);
        } finally {
            network.close();
            storage.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPortThatCannotBeHadLeavesNothingBehind() throws IOException {
        try (ServerSocket holder = new ServerSocket(0)) {
            Leftovers now = Leftovers.before();
            assertThatThrownBy(() ->
                            Downloader.open(Scene.config().withListen(new InetSocketAddress(holder.getLocalPort()))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(holder.getLocalPort()));
            now.assertNone(directory);
        }
    }
}
