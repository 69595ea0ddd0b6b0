package torrentkit.downloader;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import torrentkit.peer.PeerConnection;
import torrentkit.wire.PeerId;

/** The peers that sent wrong data to a download, by the names they gave and the addresses they had. Thread-safe. */
final class BannedPeers {
    private final Set<PeerId> ids = ConcurrentHashMap.newKeySet();
    private final Set<InetAddress> addresses = ConcurrentHashMap.newKeySet();

    void add(PeerConnection connection) {
        ids.add(connection.handshake().peerId());
        InetAddress address = connection.remote().getAddress();
        if (!address.isLoopbackAddress()) { // there, one address is many peers
            addresses.add(address);
        }
    }

    boolean contains(PeerConnection connection) {
        return ids.contains(connection.handshake().peerId())
                || addresses.contains(connection.remote().getAddress());
    }
}
