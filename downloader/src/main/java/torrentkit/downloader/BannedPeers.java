package torrentkit.downloader;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import torrentkit.peer.PeerConnection;
import torrentkit.wire.PeerId;

/**
 * The peers that sent wrong data to a download, by the names they gave and the addresses they had. Of each a bounded number is remembered;
 * over that, who has not tried to come back for the longest is forgotten: a peer that tries stays banned, and to be forgotten others would
 * have to poison a piece each from as many addresses. Thread-safe.
 */
final class BannedPeers {
    /** As many as there are addresses to be dialled: about a megabyte. */
    static final int MAX = 10_000;

    private final Map<PeerId, Boolean> ids = remembered();
    private final Map<InetAddress, Boolean> addresses = remembered();

    private static <K> Map<K, Boolean> remembered() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Boolean> eldest) {
                return size() > MAX;
            }
        };
    }

    void add(PeerConnection connection) {
        add(connection.handshake().peerId(), connection.remote().getAddress());
    }

    synchronized void add(PeerId id, InetAddress address) {
        ids.put(id, true);
        if (!address.isLoopbackAddress()) { // there, one address is many peers
            addresses.put(address, true);
        }
    }

    boolean contains(PeerConnection connection) {
        return contains(connection.handshake().peerId(), connection.remote().getAddress());
    }

    /** Both are looked up in any case, so that neither is forgotten while the other is tried. */
    synchronized boolean contains(PeerId id, InetAddress address) {
        return ids.get(id) != null | addresses.get(address) != null;
    }
}
