package torrentkit.seeder;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerNetwork;

/** The swarms of a seeder by their info-hashes. Thread-safe. */
final class SwarmTable {
    /** Why a torrent is withdrawn at the end. */
    static final String CLOSED = "the seeder was closed";

    private final PeerNetwork network;
    private final Map<InfoHash, SeededSwarm> swarms = new ConcurrentHashMap<>();
    private volatile boolean closed;

    SwarmTable(PeerNetwork network) {
        this.network = network;
    }

    /**
     * Lets calls and peers find the swarm; in this order, so that one that fails at once is not put into the table afterwards.
     *
     * @throws IllegalStateException if its torrent is served or downloaded already, or the seeder was closed
     */
    void publish(SeededSwarm swarm) {
        if (swarms.putIfAbsent(swarm.infoHash(), swarm) != null) {
            throw new IllegalStateException("torrent " + swarm.infoHash() + " is served already");
        }
        try {
            network.join(swarm);
        } catch (IllegalStateException e) {
            remove(swarm);
            throw e;
        }
        if (closed) { // close() may have missed it
            swarm.withdraw(CLOSED);
            throw new IllegalStateException(CLOSED);
        }
    }

    void remove(SeededSwarm swarm) {
        swarms.remove(swarm.infoHash(), swarm);
    }

    Optional<SeededSwarm> find(InfoHash infoHash) {
        return Optional.ofNullable(swarms.get(infoHash));
    }

    /** The swarms as they come and go. */
    Collection<SeededSwarm> all() {
        return swarms.values();
    }

    boolean isClosed() {
        return closed;
    }

    /** Takes no more swarms. */
    void close() {
        closed = true;
    }

    /** Ends every swarm; to be called after {@link #close}. */
    void withdrawAll() {
        swarms.values().forEach(swarm -> swarm.withdraw(CLOSED));
    }
}
