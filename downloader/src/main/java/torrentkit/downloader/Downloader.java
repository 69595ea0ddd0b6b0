package torrentkit.downloader;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    private final DownloaderConfig config;
    private final PeerNetwork network;
    private final StorageExecutor storage;
    private final boolean ownsParts;
    private final OpenFiles files;
    private final UploadResources uploads;
    private final TrackerClient trackers;
    private final RateLimit downloadLimit;
    private final RateLimit uploadLimit;
    private final Future<?> dealing;
    private final Set<Download> downloads = ConcurrentHashMap.newKeySet();

    private Downloader(DownloaderConfig config, PeerNetwork network, StorageExecutor storage, boolean ownsParts) {
        this.config = config;
        this.network = network;
        this.storage = storage;
        this.ownsParts = ownsParts;
        this.files = new OpenFiles(config.bounds().maxOpenFiles());
        this.uploads = UploadResources.of(storage, config.bounds().uploadSlots());
        this.trackers = TrackerClient.open(config.trackers(), network.loops());
        this.downloadLimit = RateLimit.of(config.rates().download());
        this.uploadLimit = RateLimit.of(config.rates().upload());
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
        return network.port();
    }

    /** What all downloads together may ask for; may be changed at any time. */
    public RateLimit downloadLimit() {
        return downloadLimit;
    }

    /** What all downloads together may send; may be changed at any time. */
    public RateLimit uploadLimit() {
        return uploadLimit;
    }

    /** Begins a download, which goes on until it is complete, fails or is closed. */
    public Download start(DownloadRequest request) {
        Download download = new Download(request, config, network, storage, files, uploads, trackers);
        downloads.add(download);
        download.stopped().thenRun(() -> downloads.remove(download));
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
        return CompletableFuture.failedFuture(new DownloadException(
                DownloadException.Reason.CLOSED, "the metadata of " + request.infoHash() + " cannot be fetched yet"));
    }

    /** Closes every download; leaves no thread, socket or file handle of its own behind. Must not be called on an event loop. */
    @Override
    public void close() {
        dealing.cancel(false);
        List<Download> open = List.copyOf(downloads);
        open.forEach(Download::sayGoodbye); // to all trackers at once, not one time-out after the other
        open.forEach(Download::close);
        trackers.close();
        if (ownsParts) {
            network.close();
            storage.close();
        }
        uploads.close();
        files.close();
    }
}
