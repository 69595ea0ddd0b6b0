package torrentkit.downloader;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.tracker.client.TrackerClientConfig;

/**
 * The bounds of a {@link Downloader}.
 *
 * @param network listening port, event loops and connection limits
 * @param maxPeers connections that a download seeks for itself; more peers may still connect to us
 * @param workers peers of one download that are asked for pieces at the same time; the others stay connected and take over when one of
 *     them leaves or has nothing more
 * @param uploadSlots peers that may download from us at the same time, at least 2
 * @param maxOpenFiles file handles kept open
 * @param memoryBytes of pieces under assembly and on their way to the disk, for each download; one piece is always granted
 * @param stallTimeout without any data for so long while nobody is connected, or for five times so long with peers connected, a
 *     download fails
 * @param announce whether downloads announce themselves to their torrent's trackers
 * @param rates how fast it may be, all downloads together
 * @param trackers how trackers are asked
 */
public record DownloaderConfig(
        PeerNetworkConfig network,
        int maxPeers,
        int workers,
        int uploadSlots,
        int maxOpenFiles,
        long memoryBytes,
        Duration stallTimeout,
        boolean announce,
        Rates rates,
        TrackerClientConfig trackers) {

    /**
     * Bounds of all downloads together.
     *
     * @param download bytes of blocks a second that are asked for; 0 for no limit
     * @param upload bytes of blocks a second that are sent; 0 for no limit
     */
    public record Rates(long download, long upload) {
        /** No limits. */
        public static final Rates UNLIMITED = new Rates(0, 0);

        /** @throws IllegalArgumentException if a rate is negative */
        public Rates {
            if (download < 0 || upload < 0) {
                throw new IllegalArgumentException("a rate is 0 (no limit) or more bytes per second, not " + download
                        + " (download) and " + upload + " (upload)");
            }
        }
    }

    /** @throws IllegalArgumentException if there would be no worker */
    public DownloaderConfig {
        if (workers < 1) {
            throw new IllegalArgumentException("at least 1 worker is needed, not " + workers);
        }
    }

    /** Any free port; 60 peers, all of them asked; 16 upload slots; 256 open files; 32 MiB; two minutes; with announces; no limits. */
    public static DownloaderConfig defaults() {
        return new DownloaderConfig(
                PeerNetworkConfig.defaults(),
                60,
                Integer.MAX_VALUE,
                16,
                256,
                32L << 20,
                Duration.ofMinutes(2),
                true,
                Rates.UNLIMITED,
                TrackerClientConfig.defaults());
    }

    public DownloaderConfig withNetwork(PeerNetworkConfig config) {
        return new DownloaderConfig(
                config,
                maxPeers,
                workers,
                uploadSlots,
                maxOpenFiles,
                memoryBytes,
                stallTimeout,
                announce,
                rates,
                trackers);
    }

    /** @param address where peers reach us; port 0 takes any free port */
    public DownloaderConfig withListen(InetSocketAddress address) {
        return withNetwork(network.withListen(address));
    }

    /** Listens on this address only, on the port that is set, and leaves from it to peers and trackers. */
    public DownloaderConfig withBind(InetAddress address) {
        return withNetwork(network.withBind(address)).withTrackerClient(trackers.withBind(address));
    }

    public DownloaderConfig withMaxPeers(int peers) {
        return new DownloaderConfig(
                network,
                peers,
                workers,
                uploadSlots,
                maxOpenFiles,
                memoryBytes,
                stallTimeout,
                announce,
                rates,
                trackers);
    }

    public DownloaderConfig withWorkers(int peers) {
        return new DownloaderConfig(
                network,
                maxPeers,
                peers,
                uploadSlots,
                maxOpenFiles,
                memoryBytes,
                stallTimeout,
                announce,
                rates,
                trackers);
    }

    public DownloaderConfig withUploadSlots(int slots) {
        return new DownloaderConfig(
                network, maxPeers, workers, slots, maxOpenFiles, memoryBytes, stallTimeout, announce, rates, trackers);
    }

    public DownloaderConfig withMemoryBytes(long bytes) {
        return new DownloaderConfig(
                network, maxPeers, workers, uploadSlots, maxOpenFiles, bytes, stallTimeout, announce, rates, trackers);
    }

    public DownloaderConfig withStallTimeout(Duration timeout) {
        return new DownloaderConfig(
                network, maxPeers, workers, uploadSlots, maxOpenFiles, memoryBytes, timeout, announce, rates, trackers);
    }

    public DownloaderConfig withAnnounce(boolean announces) {
        return new DownloaderConfig(
                network,
                maxPeers,
                workers,
                uploadSlots,
                maxOpenFiles,
                memoryBytes,
                stallTimeout,
                announces,
                rates,
                trackers);
    }

    /** @param bytesPerSecond of all downloads together; 0 for no limit */
    public DownloaderConfig withDownloadRate(long bytesPerSecond) {
        return withRates(new Rates(bytesPerSecond, rates.upload()));
    }

    /** @param bytesPerSecond of all downloads together; 0 for no limit */
    public DownloaderConfig withUploadRate(long bytesPerSecond) {
        return withRates(new Rates(rates.download(), bytesPerSecond));
    }

    private DownloaderConfig withRates(Rates limits) {
        return new DownloaderConfig(
                network,
                maxPeers,
                workers,
                uploadSlots,
                maxOpenFiles,
                memoryBytes,
                stallTimeout,
                announce,
                limits,
                trackers);
    }

    public DownloaderConfig withTrackerClient(TrackerClientConfig config) {
        return new DownloaderConfig(
                network,
                maxPeers,
                workers,
                uploadSlots,
                maxOpenFiles,
                memoryBytes,
                stallTimeout,
                announce,
                rates,
                config);
    }
}
