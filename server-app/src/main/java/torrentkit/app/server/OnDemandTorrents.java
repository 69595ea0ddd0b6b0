package torrentkit.app.server;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers requests for torrents from the catalogue. Looking up touches the file system for a moment and has threads of its own, so
 * that it neither holds up an event loop nor waits behind the hashing of a large file.
 */
final class OnDemandTorrents implements TorrentSource, AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 8_192;
    private static final TorrentAnswer TOO_MANY =
            new TorrentAnswer.Later("Too many requests are waiting; ask again later.", 2);

    private final Catalogue catalogue;
    private final AnnounceUrls announceUrls;
    private final ThreadPoolExecutor lookups;

    OnDemandTorrents(Catalogue catalogue, AnnounceUrls announceUrls) {
        this.catalogue = catalogue;
        this.announceUrls = announceUrls;
        AtomicInteger count = new AtomicInteger();
        lookups = new ThreadPoolExecutor(
                THREADS, THREADS, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "torrentkit-lookup-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        lookups.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletableFuture<TorrentAnswer> torrent(List<String> names, InetAddress reachedAt) {
        try {
            return CompletableFuture.supplyAsync(() -> catalogue.find(names), lookups)
                    .thenCompose(found -> found)
                    .thenApply(found -> answer(found, names, reachedAt));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(TOO_MANY);
        }
    }

    private TorrentAnswer answer(Catalogue.Found found, List<String> names, InetAddress reachedAt) {
        if (found instanceof Catalogue.Found.Served served) {
            byte[] torrent = served.metainfo()
                    .withTrackers(List.of(List.of(announceUrls.forRequestAt(reachedAt))))
                    .toBytes();
            return new TorrentAnswer.Torrent(torrent, names.get(names.size() - 1) + ".torrent");
        }
        return ((Catalogue.Found.Refused) found).why();
    }

    /** Ends the look-up threads; requests that wait are not answered. */
    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
