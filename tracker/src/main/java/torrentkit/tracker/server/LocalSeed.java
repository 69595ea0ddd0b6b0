package torrentkit.tracker.server;

import java.net.InetAddress;
import java.util.Optional;
import torrentkit.wire.PeerId;

/** A seeder in this process. Without an address of its own it is where the asker found the tracker. */
record LocalSeed(PeerId id, int port, Optional<InetAddress> address) {}
