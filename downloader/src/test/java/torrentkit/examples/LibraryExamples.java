package torrentkit.examples;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.downloader.Download;
import torrentkit.downloader.DownloadRequest;
import torrentkit.downloader.Downloader;
import torrentkit.downloader.DownloaderConfig;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.StorageExecutor;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

/** The library examples of the README, word for word; {@link LibraryExamplesIT} runs them and holds the README to them. */
final class LibraryExamples {
    private LibraryExamples() {}

    static Metainfo makeMetainfo(Path content, URI announce, Path torrent) throws Exception {
        // example: metainfo
        try (StorageExecutor storage = StorageExecutor.sizedByCores()) {
            Content hashed = new ContentHasher(storage)
                    .hash(content, MetainfoOptions.defaults(), hashedBytes -> {})
                    .get();
            Metainfo metainfo = hashed.metainfo().withTrackers(List.of(List.of(announce)));
            Files.write(torrent, metainfo.toBytes());
            return metainfo;
        }
        // end
    }

    static void runTracker(Metainfo metainfo, Consumer<URI> whileItRuns) throws Exception {
        // example: tracker
        TrackerConfig config = TrackerConfig.defaults().withListen(new InetSocketAddress("127.0.0.1", 0));
        try (Tracker tracker = Tracker.open(config)) {
            tracker.register(metainfo.infoHash());
            whileItRuns.accept(URI.create("http://127.0.0.1:" + tracker.port() + "/announce"));
        }
        // end
    }

    static long seed(Path content, Tracker tracker, Runnable whileItSeeds) throws Exception {
        // example: seeder
        try (StorageExecutor storage = StorageExecutor.sizedByCores();
                Seeder seeder = Seeder.open(SeederConfig.defaults())) {
            Content hashed = new ContentHasher(storage)
                    .hash(content, MetainfoOptions.defaults(), hashedBytes -> {})
                    .get();
            SeededTorrent torrent = seeder.seed(hashed);
            tracker.register(hashed.metainfo().infoHash());
            tracker.registerLocalSeed(hashed.metainfo().infoHash(), seeder.peerId(), seeder.port(), Optional.empty());
            whileItSeeds.run();
            return torrent.uploadedBytes();
        }
        // end
    }

    static Path download(Path torrent, Path target) throws Exception {
        // example: downloader
        try (Downloader downloader = Downloader.open(DownloaderConfig.defaults());
                Download download = downloader.start(DownloadRequest.of(Metainfo.read(torrent), target))) {
            return download.outcome().get();
        }
        // end
    }
}
