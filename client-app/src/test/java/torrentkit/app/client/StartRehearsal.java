package torrentkit.app.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.StorageExecutor;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

/**
 * Downloads a small file from a seed and tracker in this process. The build runs it to learn which classes a download loads; see
 * {@code .packaging}.
 */
final class StartRehearsal {
    private StartRehearsal() {}

    /** @param arguments a directory to work in */
    public static void main(String[] arguments) throws IOException {
        Path work = Path.of(arguments[0]);
        Path file = Files.write(work.resolve("file"), new byte[100_000]);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Tracker tracker = Tracker.open(TrackerConfig.defaults().withListen(anyPort));
        Seeder seeder = Seeder.open(SeederConfig.defaults().withListen(anyPort));
        URI announce = URI.create("http://127.0.0.1:" + tracker.port() + "/announce");
        Content content = new ContentHasher(StorageExecutor.sizedByCores())
                .hash(file, MetainfoOptions.defaults().withTrackers(List.of(List.of(announce))), hashedBytes -> {})
                .join();
        tracker.register(content.metainfo().infoHash());
        seeder.seed(content);
        tracker.registerLocalSeed(content.metainfo().infoHash(), seeder.peerId(), seeder.port(), Optional.empty());
        Path torrent =
                Files.write(work.resolve("file.torrent"), content.metainfo().toBytes());

        ClientApp.main(new String[] {
            "download",
            torrent.toString(),
            "-d",
            work.resolve("downloaded").toString(),
            "--record",
            work.resolve("history.log").toString()
        });
    }
}
