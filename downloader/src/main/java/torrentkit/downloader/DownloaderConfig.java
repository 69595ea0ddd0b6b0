package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.time.Duration;
import torrentkit.peer.PeerNetworkConfig;

/**
 * The bounds of a {@link Downloader}.
 *
 * @param network listening port, event loops and connection limits
 * @param maxPeers connections that a download seeks for itself; more peers may still connect to us
 * @param uploadSlots peers that may download from us at the same time, at least 2
 * @param maxOpenFiles file handles kept open
 * @param memoryBytes of pieces under assembly and on their way to the disk, for each download; one piece is always granted
 * @param stallTimeout without any data for so long while nobody is connected, or for five times so long with peers connected, a
 *     download fails
 * @param announce whether downloads announce themselves to their torrent's trackers
 */
public record DownloaderConfig(
        PeerNetworkConfig network,
        int maxPeers,
        int uploadSlots,
        int maxOpenFiles,
        long memoryBytes,
        Duration stallTimeout,
        boolean announce) {

    /** Any free port; 60 peers; 16 upload slots; 256 open files; 32 MiB; two minutes; with announces. */
    public static DownloaderConfig defaults() {
        return new DownloaderConfig(PeerNetworkConfig.defaults(), 60, 16, 256, 32L << 20, Duration.ofMinutes(2), true);
    }

    public DownloaderConfig withNetwork(PeerNetworkConfig config) {
        return new DownloaderConfig(config, maxPeers, uploadSlots, maxOpenFiles, memoryBytes, stallTimeout, announce);
    }

    /** @param address where peers reach us; port 0 takes any free port */
    public DownloaderConfig withListen(InetSocketAddress address) {
        return withNetwork(network.withListen(address));
    }

    public DownloaderConfig withMaxPeers(int peers) {
        return new DownloaderConfig(network, peers, uploadSlots, maxOpenFiles, memoryBytes, stallTimeout, announce);
    }

    public DownloaderConfig withUploadSlots(int slots) {
        return new DownloaderConfig(network, maxPeers, slots, maxOpenFiles, memoryBytes, stallTimeout, announce);
    }

    public DownloaderConfig withMemoryBytes(long bytes) {
        return new DownloaderConfig(network, maxPeers, uploadSlots, maxOpenFiles, bytes, stallTimeout, announce);
    }

    public DownloaderConfig withStallTimeout(Duration timeout) {
        return new DownloaderConfig(network, maxPeers, uploadSlots, maxOpenFiles, memoryBytes, timeout, announce);
    }

    public DownloaderConfig withAnnounce(boolean announces) {
        return new DownloaderConfig(network, maxPeers, uploadSlots, maxOpenFiles, memoryBytes, stallTimeout, announces);
    }
}
