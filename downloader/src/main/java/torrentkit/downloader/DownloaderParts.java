package torrentkit.downloader;

import torrentkit.downloader.discovery.Discovery;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.RateLimit;
import torrentkit.seeder.upload.UploadResources;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.StorageExecutor;
import torrentkit.tracker.client.TrackerClient;

/**
 * What the downloads of one {@link Downloader} share, and what bounds them.
 *
 * @param downloadLimit of what all together ask for
 * @param uploadLimit of what all together send
 */
record DownloaderParts(
        DownloaderConfig config,
        PeerNetwork network,
        StorageExecutor storage,
        OpenFiles files,
        UploadResources uploads,
        TrackerClient trackers,
        Discovery discovery,
        RateLimit downloadLimit,
        RateLimit uploadLimit) {}
