package torrentkit.seeder;

import java.net.InetSocketAddress;
import java.time.Duration;
import torrentkit.peer.PeerNetworkConfig;

/**
 * The bounds of a {@link Seeder}.
 *
 * @param network listening port, event loops and connection limits
 * @param uploads who may take how much
 * @param maxOpenFiles file handles kept open; more are opened and closed as they are read
 * @param gate which peers may have which torrent
 * @param unloadAfter how long content of a {@link ContentSource} stays loaded without a peer
 */
public record SeederConfig(
        PeerNetworkConfig network, Uploads uploads, int maxOpenFiles, PeerGate gate, Duration unloadAfter) {

    /**
     * What peers may take from the seeder.
     *
     * @param rate bytes per second to all peers together; 0 for no limit
     * @param ratePerTorrent bytes per second to all peers of one torrent; 0 for no limit
     * @param ratePerPeer bytes per second to one peer; 0 for no limit
     * @param slots peers of all torrents that may download at the same time, at least 2
     * @param maxCopies how often a content may be sent before only pieces are given that no peer has; 0 for no limit
     */
    public record Uploads(long rate, long ratePerTorrent, long ratePerPeer, int slots, double maxCopies) {
        /** The same without a limit of copies. */
        public Uploads(long rate, long ratePerTorrent, long ratePerPeer, int slots) {
            this(rate, ratePerTorrent, ratePerPeer, slots, 0);
        }
    }

    /** Any free port; 32 upload slots and no limit of rates; 256 open files; everybody is let in; unloading after a minute. */
    public static SeederConfig defaults() {
        return new SeederConfig(
                PeerNetworkConfig.defaults(), new Uploads(0, 0, 0, 32), 256, PeerGate.EVERYBODY, Duration.ofMinutes(1));
    }

    /** Peers of all torrents that may download at the same time. */
    public int uploadSlots() {
        return uploads.slots;
    }

    /** What may be changed later; see {@link Seeder#limits(SeederLimits)}. */
    public SeederLimits limits() {
        return new SeederLimits(
                uploads.rate,
                uploads.ratePerTorrent,
                uploads.ratePerPeer,
                uploads.slots,
                network.maxConnections(),
                network.maxConnectionsPerTorrent(),
                network.maxConnectionsPerAddress(),
                uploads.maxCopies);
    }

    public SeederConfig withLimits(SeederLimits limits) {
        return new SeederConfig(
                network.withMaxConnections(limits.maxPeers(), limits.maxPeersPerTorrent(), limits.maxPeersPerAddress()),
                new Uploads(
                        limits.uploadRate(),
                        limits.uploadRatePerTorrent(),
                        limits.uploadRatePerPeer(),
                        limits.uploadSlots(),
                        limits.maxCopies()),
                maxOpenFiles,
                gate,
                unloadAfter);
    }

    public SeederConfig withNetwork(PeerNetworkConfig config) {
        return new SeederConfig(config, uploads, maxOpenFiles, gate, unloadAfter);
    }

    /** @param address where peers reach the seeder; port 0 takes any free port */
    public SeederConfig withListen(InetSocketAddress address) {
        return withNetwork(network.withListen(address));
    }

    public SeederConfig withUploadSlots(int slots) {
        return withUploads(
                new Uploads(uploads.rate, uploads.ratePerTorrent, uploads.ratePerPeer, slots, uploads.maxCopies));
    }

    public SeederConfig withUploads(Uploads changed) {
        return new SeederConfig(network, changed, maxOpenFiles, gate, unloadAfter);
    }

    public SeederConfig withMaxOpenFiles(int files) {
        return new SeederConfig(network, uploads, files, gate, unloadAfter);
    }

    public SeederConfig withGate(PeerGate changed) {
        return new SeederConfig(network, uploads, maxOpenFiles, changed, unloadAfter);
    }

    public SeederConfig withUnloadAfter(Duration time) {
        return new SeederConfig(network, uploads, maxOpenFiles, gate, time);
    }
}
