package torrentkit.seeder;

import java.net.InetSocketAddress;
import torrentkit.peer.PeerNetworkConfig;

/**
 * The bounds of a {@link Seeder}.
 *
 * @param network listening port, event loops and connection limits
 * @param uploadSlots peers of all torrents that may download at the same time, at least 2
 * @param maxOpenFiles file handles kept open; more are opened and closed as they are read
 */
public record SeederConfig(PeerNetworkConfig network, int uploadSlots, int maxOpenFiles) {
    /** Any free port; 32 upload slots; 256 open files. */
    public static SeederConfig defaults() {
        return new SeederConfig(PeerNetworkConfig.defaults(), 32, 256);
    }

    public SeederConfig withNetwork(PeerNetworkConfig config) {
        return new SeederConfig(config, uploadSlots, maxOpenFiles);
    }

    /** @param address where peers reach the seeder; port 0 takes any free port */
    public SeederConfig withListen(InetSocketAddress address) {
        return withNetwork(network.withListen(address));
    }

    public SeederConfig withUploadSlots(int slots) {
        return new SeederConfig(network, slots, maxOpenFiles);
    }

    public SeederConfig withMaxOpenFiles(int files) {
        return new SeederConfig(network, uploadSlots, files);
    }
}
