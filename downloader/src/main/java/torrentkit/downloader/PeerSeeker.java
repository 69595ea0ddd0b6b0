package torrentkit.downloader;

import java.net.InetSocketAddress;
import torrentkit.peer.SwarmMember;

/** A member of a swarm for which peers are dialled. Thread-safe. */
interface PeerSeeker extends SwarmMember {
    /** Whether peers are still of use. */
    boolean wantsPeers();

    /** Peers that are connected. */
    int connected();

    /** Whether the peer that takes connections at this address is connected, by whichever side. */
    boolean isConnected(InetSocketAddress listening);
}
