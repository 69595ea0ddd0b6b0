package torrentkit.peer;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/**
 * Counts connections against their bounds: per process and IP address from the first byte on, per torrent once the torrent is known.
 * Its own lock guards the counts; nothing is called while it is held.
 */
final class ConnectionLimits {
    private final int maxTotal;
    private final int maxPerTorrent;
    private final int maxPerAddress;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Map<InfoHash, Integer> byTorrent = new HashMap<>();
    private int total;

    ConnectionLimits(int maxTotal, int maxPerTorrent, int maxPerAddress) {
        this.maxTotal = maxTotal;
        this.maxPerTorrent = maxPerTorrent;
        this.maxPerAddress = maxPerAddress;
    }

    /**
     * Counts a connection, or says which bound it is over.
     *
     * @param local whether the other end is on this machine, where one address is many peers
     */
    synchronized Optional<String> enter(InetAddress address, boolean local) {
        if (total >= maxTotal) {
            return Optional.of("there are " + maxTotal + " peers already");
        }
        if (!local && byAddress.getOrDefault(address, 0) >= maxPerAddress) {
            return Optional.of(
                    "there are " + maxPerAddress + " connections with " + address.getHostAddress() + " already");
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
        if (count >= maxPerTorrent) {
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
