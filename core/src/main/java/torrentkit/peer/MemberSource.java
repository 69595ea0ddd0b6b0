package torrentkit.peer;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import torrentkit.metainfo.InfoHash;

/**
 * Finds the member for a torrent that nobody has joined, when a peer's handshake asks for it: so a process can offer more torrents
 * than it keeps in memory. Thread-safe; see {@link PeerNetwork#joinSource}.
 */
public interface MemberSource {
    /**
     * Whether it is worth looking for this torrent on behalf of this peer. A peer that asks for anything else hears nothing from us.
     * Called on event loops, from several at once: must not block.
     *
     * @param peer the address from which the peer dialled us
     */
    boolean mayKnow(InfoHash infoHash, InetAddress peer);

    /**
     * Looks for the torrent. Called on an event loop, so it must not block; the peer's connection is not read meanwhile, and is closed
     * when its handshake takes too long. Peers that ask for the same torrent while it is looked for share one call.
     *
     * @return completes on any thread with the member, which need not have joined the network, or with nothing
     */
    CompletionStage<Optional<SwarmMember>> find(InfoHash infoHash);
}
