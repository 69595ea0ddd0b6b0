package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Leftovers;
import torrentkit.testing.TestTorrent;

/** A torrent's metadata from peers of ours. */
@Timeout(60)
class MetadataIT {
    /** Its info dictionary has several pieces. */
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 3_000 * TestTorrent.PIECE + 1);

    @TempDir
    Path directory;

    private Leftovers leftovers;
    private Scene scene;

    @BeforeEach
    void open() {
        leftovers = Leftovers.before();
        scene = new Scene(TORRENT, directory);
    }

    @AfterEach
    void close() {
        scene.close();
        leftovers.assertNone(directory);
    }

    private static MetadataRequest from(InetSocketAddress... peers) {
        return MetadataRequest.of(TORRENT.metainfo().infoHash()).withPeers(List.of(peers));
    }

    private static Metainfo get(CompletableFuture<Metainfo> fetch) throws Exception {
        return fetch.get(50, TimeUnit.SECONDS);
    }

    @Test
    void comesFromASeederAndServesTheDownloadThatFollows() throws Exception {
        Downloader downloader = scene.downloader(Scene.config());
        Metainfo metainfo =
                get(downloader.fetchMetainfo(from(Scene.address(scene.seeder().port()))));
        assertThat(metainfo.infoBytes()).isEqualTo(TORRENT.metainfo().infoBytes());
        assertThat(metainfo.infoHash()).isEqualTo(TORRENT.metainfo().infoHash());
        Download download = downloader.start(DownloadRequest.of(metainfo, scene.target())); // and no peers named
        scene.assertCompletes(download);
    }

    @Test
    void comesFromADownload() throws Exception {
        Downloader first = scene.downloader(Scene.config());
        first.start(scene.request());
        Downloader second = scene.downloader(Scene.config());
        assertThat(get(second.fetchMetainfo(from(Scene.address(first.port())))).infoHash())
                .isEqualTo(TORRENT.metainfo().infoHash());
    }

    @Test
    void saysThatNobodyWasReached() throws Exception {
        Downloader downloader = scene.downloader(Scene.config().withStallTimeout(Duration.ofSeconds(1)));
        CompletableFuture<Metainfo> fetch = downloader.fetchMetainfo(from());
        assertThat(failure(fetch).reason()).isEqualTo(DownloadException.Reason.NOBODY_REACHABLE);
    }

    @Test
    void leavesNothingBehindWhenItIsCancelledOrTheDownloaderIsClosed() throws Exception {
        Downloader downloader = scene.downloader(Scene.config());
        CompletableFuture<Metainfo> cancelled = downloader.fetchMetainfo(from());
        cancelled.cancel(false);
        CompletableFuture<Metainfo> again = downloader.fetchMetainfo(from());
        assertThat(again).isNotDone();
        downloader.close();
        assertThat(failure(again).reason()).isEqualTo(DownloadException.Reason.CLOSED);
    }

    static DownloadException failure(CompletableFuture<Metainfo> fetch) throws Exception {
        try {
            get(fetch);
            throw new AssertionError("the metadata came");
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(DownloadException.class);
            return (DownloadException) e.getCause();
        }
    }
}
