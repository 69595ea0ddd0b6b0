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
 * @param pex whether peers tell each other of peers (BEP 11); never for private torrents
 * @param localDiscovery whether peers are looked for in the local network by multicast (BEP 14); never for private torrents
 */
public record DownloaderConfig(
        PeerNetworkConfig network,
        int maxPeers,
        int uploadSlots,
        int maxOpenFiles,
        long memoryBytes,
        Duration stallTimeout,
        boolean announce,
        boolean pex,
        boolean localDiscovery) {

    /** Any free port; 60 peers; 16 upload slots; 256 open files; 32 MiB; two minutes; with announces and peer exchange, without
     * local discovery. */
    public static DownloaderConfig defaults() {
        return new DownloaderConfig(
                PeerNetworkConfig.defaults(), 60, 16, 256, 32L << 20, Duration.ofMinutes(2), true, true, false);
    }

    public DownloaderConfig withNetwork(PeerNetworkConfig config) {
        return new DownloaderConfig(
                config, maxPeers, uploadSlots, maxOpenFiles, memoryBytes, stallTimeout, announce, pex, localDiscovery);
    }

    /** @param address where peers reach us; port 0 takes any free port */
    public DownloaderConfig withListen(InetSocketAddress address) {
        return withNetwork(network.withListen(address));
    }

    public DownloaderConfig withMaxPeers(int peers) {
        return new DownloaderConfig(
                network, peers, uploadSlots, maxOpenFiles, memoryBytes, stallTimeout, announce, pex, localDiscovery);
    }

    public DownloaderConfig withUploadSlots(int slots) {
        return new DownloaderConfig(
                network, maxPeers, slots, maxOpenFiles, memoryBytes, stallTimeout, announce, pex, localDiscovery);
    }

    public DownloaderConfig withMemoryBytes(long bytes) {
        return new DownloaderConfig(
                network, maxPeers, uploadSlots, maxOpenFiles, bytes, stallTimeout, announce, pex, localDiscovery);
    }

    public DownloaderConfig withStallTimeout(Duration timeout) {
        return new DownloaderConfig(
                network, maxPeers, uploadSlots, maxOpenFiles, memoryBytes, timeout, announce, pex, localDiscovery);
    }

    public DownloaderConfig withAnnounce(boolean announces) {
        return new DownloaderConfig(
                network,
                maxPeers,
                uploadSlots,
                maxOpenFiles,
                memoryBytes,
                stallTimeout,
                announces,
                pex,
                localDiscovery);
    }

    public DownloaderConfig withPex(boolean exchanges) {
        return new DownloaderConfig(
                network,
                maxPeers,
                uploadSlots,
                maxOpenFiles,
                memoryBytes,
                stallTimeout,
                announce,
                exchanges,
                localDiscovery);
    }

    public DownloaderConfig withLocalDiscovery(boolean discovers) {
        return new DownloaderConfig(
                network, maxPeers, uploadSlots, maxOpenFiles, memoryBytes, stallTimeout, announce, pex, discovers);
    }
}
