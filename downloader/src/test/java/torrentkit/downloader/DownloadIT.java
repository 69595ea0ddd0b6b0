package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.StorageExecutor;

class DownloadIT {
    @TempDir
    Path directory;

    @Test
    void fetchesAFileFromASeeder() throws Exception {
        byte[] bytes = new byte[5_000_001];
        new Random(1).nextBytes(bytes);
        Path source = Files.write(directory.resolve("payload.bin"), bytes);
        try (StorageExecutor storage = StorageExecutor.sizedByCores();
                Seeder seeder = Seeder.open(SeederConfig.defaults());
                Downloader downloader =
                        Downloader.open(DownloaderConfig.defaults().withAnnounce(false))) {
            Content content = new ContentHasher(storage)
                    .hash(source, MetainfoOptions.defaults(), hashed -> {})
                    .get(10, TimeUnit.SECONDS);
            seeder.seed(content);
            Path target = directory.resolve("out").resolve("payload.bin");
            Download download = downloader.start(DownloadRequest.of(content.metainfo(), target)
                    .withPeers(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), seeder.port()))));
            assertThat(download.outcome().get(20, TimeUnit.SECONDS)).isEqualTo(target);
            assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
            assertThat(download.progress().wastedBytes()).isZero();
        }
    }
}
