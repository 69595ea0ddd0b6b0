package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.downloader.DownloaderConfig.Rates;
import torrentkit.peer.RateExemption;
import torrentkit.piece.Block;
import torrentkit.testing.Frames;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.TestTorrent;

/** The limits of single downloads, on real connections: a byte a second is hours, so whether one holds needs no clock. */
class TransferRatesIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 500_000, 32 * 1024);

    @TempDir
    private Path directory;

    private static DownloaderConfig with(Rates rates) {
        return Scene.config().withRates(rates);
    }

    @Test
    void aDownloadHasALimitOfItsOwnUntilItIsChanged() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            InetSocketAddress seed = Scene.address(scene.seeder().port());
            Downloader downloader = scene.downloader(with(new Rates(0, 0, 1, 0, RateExemption.NONE)));
            Download download = downloader.start(scene.request(seed));
            Awaitility.await().until(() -> download.bottleneck().equals(Optional.of(Bottleneck.RATE_LIMIT)));
            assertThat(download.progress().downloadedBytes()).isZero();
            assertThat(downloader.downloadLimit().isLimited()).isFalse();
            download.rates().download().change(0);
            scene.assertCompletes(download);
        }
    }

    @Test
    void theLimitOfAllHoldsForEachBesideItsOwn() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            InetSocketAddress seed = Scene.address(scene.seeder().port());
            Downloader downloader = scene.downloader(with(new Rates(1, 0, 1, 0, RateExemption.NONE)));
            Download download = downloader.start(scene.request(seed));
            Awaitility.await().until(() -> download.bottleneck().equals(Optional.of(Bottleneck.RATE_LIMIT)));
            download.rates().download().change(0);
            assertThat(download.rates().download().isLimited()).isTrue();
            Awaitility.await().until(() -> download.bottleneck().equals(Optional.of(Bottleneck.RATE_LIMIT)));
            assertThat(download.progress().downloadedBytes()).isZero();
            downloader.downloadLimit().change(0);
            scene.assertCompletes(download);
        }
    }

    @Test
    void noLimitHoldsForAPeerThatIsExempt() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            InetSocketAddress seed = Scene.address(scene.seeder().port());
            Rates crawl = new Rates(1, 1, 1, 1, RateExemption.of(List.of("local")));
            scene.assertCompletes(scene.downloader(with(crawl)).start(scene.request(seed)));
        }
    }

    @Test
    void uploadsOfADownloadAreHeldToItsOwnLimit() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            scene.leave(scene.target(), piece -> true);
            Downloader downloader = scene.downloader(with(new Rates(0, 0, 0, 1, RateExemption.NONE)));
            Download download = downloader.start(scene.request().withSeedAfterwards(true));
            download.outcome().get(50, TimeUnit.SECONDS);
            try (ScriptedPeer peer =
                    ScriptedPeer.join(downloader.port(), TORRENT.metainfo().infoHash())) {
                peer.expect(Frames.HAVE_ALL);
                peer.send(Frames.frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
                peer.send(Frames.request(0, 0, Block.LENGTH), Frames.frame(Frames.NOT_INTERESTED));
                assertThat(peer.read().id()).isEqualTo(Frames.CHOKE); // and not the block, which is hours away
                assertThat(peer.read().id()).isEqualTo(Frames.REJECT);
                download.rates().upload().change(0);
                peer.send(Frames.frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
                peer.send(Frames.request(0, 0, Block.LENGTH)).expect(Frames.PIECE);
            }
        }
    }
}
