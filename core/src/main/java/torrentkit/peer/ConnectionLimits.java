package torrentkit.peer;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerNetworkConfig.Connections;

/**
 * Counts connections against their bounds: per process and IP address from the first byte on, per torrent once the torrent is known.
 * Its own lock guards the counts; nothing is called while it is held.
 */
final class ConnectionLimits {
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Map<InfoHash, Integer> byTorrent = new HashMap<>();
    private int total;
    private Connections bounds;

    ConnectionLimits(Connections bounds) {
        this.bounds = bounds;
    }

    synchronized Connections bounds() {
        return bounds;
    }

    /** From now on; what is over the new bounds already stays. */
    synchronized void change(Connections changed) {
        bounds = changed;
    }

    /**
     * Counts a connection, or says which bound it is over.
     *
     * @param local whether the other end is on this machine, where one address is many peers
     */
    synchronized Optional<String> enter(InetAddress address, boolean local) {
        if (total >= bounds.total()) {
            return Optional.of("there are " + bounds.total() + " peers already");
        }
        if (!local && byAddress.getOrDefault(address, 0) >= bounds.perAddress()) {
            return Optional.of(
                    "there are " + bounds.perAddress() + " connections with " + address.getHostAddress() + " already");
        }
        total++;
        byAddress.merge(address, 1, Integer::sum);
        return Optional.empty();
    }

    synchronized void leave(InetAddress address) {
        total--;
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Counts a connection of a torrent; false when that has its fill. */
    synchronized boolean enterTorrent(InfoHash torrent) {
        int count = byTorrent.getOrDefault(torrent, 0);
        if (count >= bounds.perTorrent()) {
            return false;
        }
        byTorrent.put(torrent, count + 1);
        return true;
    }

    synchronized void leaveTorrent(InfoHash torrent) {
        byTorrent.computeIfPresent(torrent, (key, count) -> count == 1 ? null : count - 1);
    }

    synchronized int total() {
        return total;
    }
}
