package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.content.Content;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.FileStamp;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

/** Downloads onto disks that fail, and from seeders whose content changes. */
@Timeout(60)
class DiskTroubleIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 5_000_001, 64 * 1024);

    @TempDir
    Path directory;

    @Test
    void aFullDiskEndsTheDownloadWhichGoesOnWhenThereIsSpace() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, 2_000);
                Scene scene = new Scene(TORRENT, disk.path())) {
            Download full = scene.start(scene.honest().address());
            DownloadException failure = Scene.failure(full);
            assertThat(failure.reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(failure)
                    .hasMessageContaining("full")
                    .hasMessageContaining(disk.path().toString());
            full.close();
            int kept = full.progress().verifiedPieces();
            assertThat(kept).isPositive();
            disk.remount("size=20000k");
            Download second = scene.start(scene.honest().address());
            scene.assertCompletes(second);
            assertThat(second.progress().downloadedBytes())
                    .isLessThanOrEqualTo(TORRENT.content().length - kept * 64L * 1024);
        }
    }

    @Test
    void aReadOnlyDiskEndsTheDownloadAtOnce() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, 20_000);
                Scene scene = new Scene(TORRENT, disk.path())) {
            disk.remount("ro");
            DownloadException failure = Scene.failure(scene.start(scene.honest().address()));
            assertThat(failure.reason()).isEqualTo(Reason.DISK);
            assertThat(failure).hasMessageContaining("read-only");
        }
    }

    @Test
    void aDirectoryThatVanishesEndsTheDownload() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, 20_000);
                Scene scene = new Scene(TORRENT, disk.path())) {
            Path parent = Files.writeString(disk.path().resolve("out"), "a file where a directory should be");
            DownloadException failure = Scene.failure(scene.start(scene.honest().address()));
            assertThat(failure.reason()).isIn(Reason.DISK, Reason.TARGET_EXISTS);
            assertThat(failure).hasMessageContaining(parent.toString());
        }
    }

    /** The seeder notices; nobody takes a wrong byte for a right one; another seed completes the download. */
    @Test
    void contentThatChangesUnderTheSeederHarmsNobody() throws Exception {
        try (Seeder seeder = Seeder.open(SeederConfig.defaults());
                Scene scene = new Scene(TORRENT, directory)) {
            Path root = TempContent.of(TORRENT, directory.resolve("changing"));
            SeededTorrent seeded = seeder.seed(new Content(TORRENT.metainfo(), root, List.of(FileStamp.of(root))));
            byte[] changed = TORRENT.content().clone();
            for (int i = 0; i < changed.length; i += 1000) {
                changed[i] ^= 1;
            }
            Files.write(root, changed);
            DownloaderConfig config = Scene.config().withStallTimeout(Duration.ofSeconds(1));
            Download download = scene.start(config, Scene.address(seeder.port()));
            assertThat(Scene.failure(download).reason()).isIn(Reason.STALLED, Reason.NOBODY_REACHABLE);
            assertThat(seeded.withdrawn()).isCompleted();
            assertThat(scene.events(DownloadEvent.PieceRefused.class)).isEmpty();
            download.close();
            scene.assertCompletes(
                    scene.start(Scene.address(seeder.port()), scene.honest().address()));
        }
    }
}
