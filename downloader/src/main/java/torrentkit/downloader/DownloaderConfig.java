package torrentkit.downloader;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.peer.RateExemption;
import torrentkit.tracker.client.TrackerClientConfig;

/**
 * The bounds of a {@link Downloader}.
 *
 * @param network listening port, event loops and connection limits
 * @param bounds of each download
 * @param search where downloads look for peers
 * @param rates how fast it may be
 * @param trackers how trackers are asked
 */
public record DownloaderConfig(
        PeerNetworkConfig network, Bounds bounds, Search search, Rates rates, TrackerClientConfig trackers) {

    /**
     * Bounds of each download.
     *
     * @param maxPeers connections that a download seeks for itself; more peers may still connect to us
     * @param workers peers that are asked for pieces at the same time; the others stay connected and take over when one of them leaves or
     *     has nothing more
     * @param uploadSlots peers that may download from us at the same time, all downloads together, at least 2
     * @param maxOpenFiles file handles kept open, all downloads together
     * @param memoryBytes of pieces under assembly and on their way to the disk; one piece is always granted
     * @param stallTimeout without any data for so long while nobody is connected, or for five times so long with peers connected, a
     *     download fails
     */
    public record Bounds(
            int maxPeers, int workers, int uploadSlots, int maxOpenFiles, long memoryBytes, Duration stallTimeout) {
        /** 60 peers, all of them asked; 32 upload slots; 256 open files; 32 MiB; two minutes. */
        public static final Bounds DEFAULTS =
                new Bounds(60, Integer.MAX_VALUE, 32, 256, 32L << 20, Duration.ofMinutes(2));

        /** @throws IllegalArgumentException if there would be no worker */
        public Bounds {
            if (workers < 1) {
                throw new IllegalArgumentException("at least 1 worker is needed, not " + workers);
            }
        }
    }

    /**
     * Where downloads look for peers besides those that they are given.
     *
     * @param announce whether they announce themselves to their torrent's trackers
     * @param pex whether peers tell each other of peers (BEP 11); never for private torrents
     * @param localDiscovery whether peers are looked for in the local network by multicast (BEP 14); never for private torrents
     */
    public record Search(boolean announce, boolean pex, boolean localDiscovery) {
        /** Trackers and peer exchange. */
        public static final Search DEFAULTS = new Search(true, true, false);
    }

    /**
     * How fast it may be. All of it may be changed later: {@link Downloader#downloadLimit()}, {@link Download#rates()}.
     *
     * @param download bytes of blocks a second that all downloads together ask for; 0 for no limit
     * @param upload bytes of blocks a second that all downloads together send; 0 for no limit
     * @param downloadEach the same of each download
     * @param uploadEach the same of each download
     * @param exempt peers for which none of this holds
     */
    public record Rates(long download, long upload, long downloadEach, long uploadEach, RateExemption exempt) {
        /** No limits. */
        public static final Rates UNLIMITED = new Rates(0, 0, 0, 0, RateExemption.NONE);

        /** @throws IllegalArgumentException if a rate is negative */
        public Rates {
            if (download < 0 || upload < 0 || downloadEach < 0 || uploadEach < 0) {
                throw new IllegalArgumentException("a rate is 0 (no limit) or more bytes per second, not " + download
                        + " and " + downloadEach + " (download) and " + upload + " and " + uploadEach + " (upload)");
            }
        }
    }

    /** Any free port; the defaults of {@link Bounds} and {@link Search}; no limits. */
    public static DownloaderConfig defaults() {
        return new DownloaderConfig(
                PeerNetworkConfig.defaults(),
                Bounds.DEFAULTS,
                Search.DEFAULTS,
                Rates.UNLIMITED,
                TrackerClientConfig.defaults());
    }

    public DownloaderConfig withNetwork(PeerNetworkConfig config) {
        return new DownloaderConfig(config, bounds, search, rates, trackers);
    }

    /** @param address where peers reach us; port 0 takes any free port */
    public DownloaderConfig withListen(InetSocketAddress address) {
        return withNetwork(network.withListen(address));
    }

    /** Listens on this address only, on the port that is set, and leaves from it to peers and trackers. */
    public DownloaderConfig withBind(InetAddress address) {
        return withNetwork(network.withBind(address)).withTrackerClient(trackers.withBind(address));
    }

    public DownloaderConfig withBounds(Bounds each) {
        return new DownloaderConfig(network, each, search, rates, trackers);
    }

    public DownloaderConfig withMaxPeers(int peers) {
        return withBounds(new Bounds(
                peers,
                bounds.workers,
                bounds.uploadSlots,
                bounds.maxOpenFiles,
                bounds.memoryBytes,
                bounds.stallTimeout));
    }

    public DownloaderConfig withWorkers(int peers) {
        return withBounds(new Bounds(
                bounds.maxPeers,
                peers,
                bounds.uploadSlots,
                bounds.maxOpenFiles,
                bounds.memoryBytes,
                bounds.stallTimeout));
    }

    public DownloaderConfig withUploadSlots(int slots) {
        return withBounds(new Bounds(
                bounds.maxPeers, bounds.workers, slots, bounds.maxOpenFiles, bounds.memoryBytes, bounds.stallTimeout));
    }

    public DownloaderConfig withMemoryBytes(long bytes) {
        return withBounds(new Bounds(
                bounds.maxPeers, bounds.workers, bounds.uploadSlots, bounds.maxOpenFiles, bytes, bounds.stallTimeout));
    }

    public DownloaderConfig withStallTimeout(Duration timeout) {
        return withBounds(new Bounds(
                bounds.maxPeers, bounds.workers, bounds.uploadSlots, bounds.maxOpenFiles, bounds.memoryBytes, timeout));
    }

    public DownloaderConfig withSearch(Search places) {
        return new DownloaderConfig(network, bounds, places, rates, trackers);
    }

    public DownloaderConfig withAnnounce(boolean announces) {
        return withSearch(new Search(announces, search.pex, search.localDiscovery));
    }

    public DownloaderConfig withPex(boolean exchanges) {
        return withSearch(new Search(search.announce, exchanges, search.localDiscovery));
    }

    public DownloaderConfig withLocalDiscovery(boolean discovers) {
        return withSearch(new Search(search.announce, search.pex, discovers));
    }

    /** @param bytesPerSecond of all downloads together; 0 for no limit */
    public DownloaderConfig withDownloadRate(long bytesPerSecond) {
        return withRates(new Rates(bytesPerSecond, rates.upload, rates.downloadEach, rates.uploadEach, rates.exempt));
    }

    /** @param bytesPerSecond of all downloads together; 0 for no limit */
    public DownloaderConfig withUploadRate(long bytesPerSecond) {
        return withRates(new Rates(rates.download, bytesPerSecond, rates.downloadEach, rates.uploadEach, rates.exempt));
    }

    public DownloaderConfig withRates(Rates limits) {
        return new DownloaderConfig(network, bounds, search, limits, trackers);
    }

    public DownloaderConfig withTrackerClient(TrackerClientConfig config) {
        return new DownloaderConfig(network, bounds, search, rates, config);
    }
}
