package torrentkit.downloader;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import torrentkit.downloader.discovery.Discovery;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.RateLimit;
import torrentkit.seeder.upload.UploadResources;
import torrentkit.seeder.upload.UploadSlots;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.StorageExecutor;
import torrentkit.tracker.client.TrackerClient;

/**
 * Fetches torrents: one listening port, one set of threads and one set of upload slots for all its downloads. Thread-safe.
 */
public final class Downloader implements AutoCloseable {
    private final DownloaderParts parts;
    private final boolean ownsParts;
    private final Future<?> dealing;
    private final Set<Download> downloads = ConcurrentHashMap.newKeySet();
    private final Set<MetadataFetch> fetches = ConcurrentHashMap.newKeySet();
    private final FoundPeers found = new FoundPeers();

    private Downloader(DownloaderConfig config, PeerNetwork network, StorageExecutor storage, boolean ownsParts) {
        this.ownsParts = ownsParts;
        UploadResources uploads = UploadResources.of(storage, config.bounds().uploadSlots());
        this.parts = new DownloaderParts(
                config,
                network,
                storage,
                new OpenFiles(config.bounds().maxOpenFiles()),
                uploads,
                TrackerClient.open(config.trackers(), network.loops()),
                new Discovery(network, config.search().pex(), config.search().localDiscovery()),
                RateLimit.of(config.rates().download()),
                RateLimit.of(config.rates().upload()));
        this.dealing = network.loops()
                .next()
                .scheduleAtFixedRate(
                        uploads.slots()::deal, UploadSlots.ROUND_SECONDS, UploadSlots.ROUND_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Opens a downloader with a port and threads of its own.
     *
     * @throws IOException if the port cannot be had
     */
    public static Downloader open(DownloaderConfig config) throws IOException {
        return new Downloader(config, PeerNetwork.open(config.network()), StorageExecutor.sizedByCores(), true);
    }

    /** A downloader on a network and threads that the caller shares with others and closes afterwards. */
    public static Downloader on(PeerNetwork network, StorageExecutor storage, DownloaderConfig config) {
        return new Downloader(config, network, storage, false);
    }

    /** The port on which peers reach us. */
    public int port() {
        return parts.network().port();
    }

    /** What all downloads together may ask for; may be changed at any time. */
    public RateLimit downloadLimit() {
        return parts.downloadLimit();
    }

    /** What all downloads together may send; may be changed at any time. */
    public RateLimit uploadLimit() {
        return parts.uploadLimit();
    }

    /** Begins a download, which goes on until it is complete, fails or is closed. */
    public Download start(DownloadRequest request) {
        Download download = new Download(request, parts);
        downloads.add(download);
        download.stopped().thenRun(() -> downloads.remove(download));
        download.addPeers(found.of(request.metainfo().infoHash()));
        download.start();
        return download;
    }

    /**
     * Fetches the info dictionary of a torrent from its peers (BEP 9), and makes the torrent of it that a download needs. Addresses of
     * peers that were found are remembered for a download of the torrent that follows.
     *
     * @return the torrent, verified against the info-hash; fails with {@link DownloadException}. Cancelling it ends the search
     */
    public CompletableFuture<Metainfo> fetchMetainfo(MetadataRequest request) {
        for (Download download : downloads) {
            if (download.metainfo().infoHash().equals(request.infoHash())) {
                return CompletableFuture.completedFuture(download.metainfo());
            }
        }
        MetadataFetch fetch = new MetadataFetch(request, parts, found);
        fetches.add(fetch);
        fetch.stopped().thenRun(() -> fetches.remove(fetch));
        fetch.start();
        return fetch.outcome();
    }

    /** Closes every download; leaves no thread, socket or file handle of its own behind. Must not be called on an event loop. */
    @Override
    public void close() {
        dealing.cancel(false);
        List<Download> open = List.copyOf(downloads);
        List<MetadataFetch> searches = List.copyOf(fetches);
        searches.forEach(MetadataFetch::giveUp);
        open.forEach(Download::sayGoodbye); // to all trackers at once, not one time-out after the other
        searches.forEach(search -> search.stopped().join());
        open.forEach(Download::close);
        parts.discovery().close();
        parts.trackers().close();
        if (ownsParts) {
            parts.network().close();
            parts.storage().close();
        }
        parts.uploads().close();
        parts.files().close();
    }
}
