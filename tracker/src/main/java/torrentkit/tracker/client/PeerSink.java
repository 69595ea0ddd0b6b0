package torrentkit.tracker.client;

import java.net.InetSocketAddress;
import java.util.List;

/** Whom an announcer tells about peers. */
@FunctionalInterface
public interface PeerSink {
    /**
     * Peers that a tracker has just named; some may be known already, and one may be ourselves, unless the tracker has said where we
     * are (BEP 24). Called on the announcer's event loop: must not block.
     */
    void peers(List<InetSocketAddress> peers);
}
