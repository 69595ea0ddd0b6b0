package torrentkit.app.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.StorageExecutor;

/** A real seeder on loopback with one torrent, and the .torrent file to get at it. */
final class Seed implements AutoCloseable {
    private final Seeder seeder;
    private final SeededTorrent seeded;
    private final Metainfo metainfo;

    private Seed(Seeder seeder, Content content) {
        this.seeder = seeder;
        this.metainfo = content.metainfo();
        this.seeded = seeder.seed(content);
    }

    static Seed of(Path path) throws Exception {
        try (StorageExecutor storage = StorageExecutor.sizedByCores()) {
            Content content = new ContentHasher(storage)
                    .hash(path, MetainfoOptions.defaults(), hashed -> {})
                    .get(30, TimeUnit.SECONDS);
            return new Seed(
                    Seeder.open(SeederConfig.defaults()
                            .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                    content);
        }
    }

    /** A torrent without any tracker: for {@code --peer}. */
    Path torrent(Path file) throws Exception {
        return Files.write(file, metainfo.toBytes());
    }

    /** A torrent that names this tracker. */
    Path torrent(Path file, URI tracker) throws Exception {
        return Files.write(
                file, metainfo.withTrackers(List.of(List.of(tracker))).toBytes());
    }

    Metainfo metainfo() {
        return metainfo;
    }

    Seeder seeder() {
        return seeder;
    }

    long uploadedBytes() {
        return seeded.uploadedBytes();
    }

    /** For {@code --peer}. */
    String address() {
        return "127.0.0.1:" + seeder.port();
    }

    @Override
    public void close() {
        seeder.close();
    }
}
