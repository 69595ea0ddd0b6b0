package torrentkit.tracker.server;

import java.net.InetAddress;
import java.util.Optional;
import torrentkit.wire.PeerId;

/** A seeder in this process. Without an address of its own it is where the asker found the tracker. */
record LocalSeed(PeerId id, int port, Optional<InetAddress> address) {
    LocalSeed {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a seeder's port is 1 to 65535, not " + port);
        }
    }
}
