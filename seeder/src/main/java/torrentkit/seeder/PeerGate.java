package torrentkit.seeder;

import java.net.InetAddress;
import torrentkit.metainfo.InfoHash;

/** Says which peers may have a torrent. Thread-safe. */
@FunctionalInterface
public interface PeerGate {
    /** Lets everybody in. */
    PeerGate EVERYBODY = (infoHash, peer) -> true;

    /**
     * Whether this peer may have this torrent. Asked on event loops before our handshake is sent, and again about every ten seconds
     * while the peer is connected, so that one whose right has ended is parted from: must not block.
     *
     * @param peer the address from which the peer dialled us
     */
    boolean admits(InfoHash infoHash, InetAddress peer);
}
