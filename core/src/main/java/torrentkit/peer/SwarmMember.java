package torrentkit.peer;

import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/**
 * This process's membership in one torrent's swarm, as a {@link PeerNetwork} sees it. A seeder's torrent is one, a download is
 * another. Called on event loops, from several at once: must be thread-safe and must not block.
 */
public interface SwarmMember {
    InfoHash infoHash();

    /**
     * Decides about a peer whose handshake named this torrent, and makes its session. Called on the connection's event loop before
     * our handshake is sent to a peer that dialled us, or after the exchange with one that we dialled.
     *
     * @return the session, which the network opens; or nothing to refuse the peer
     */
    Optional<? extends SwarmSession> admit(PeerConnection connection);
}
