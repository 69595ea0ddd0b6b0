package torrentkit.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import torrentkit.wire.PeerId;

/**
 * The open sessions of one torrent, at most one for each peer. Two peers that dial each other at the same moment must keep the same one
 * of the two connections: both keep the one that the peer with the greater id opened. Thread-safe; its lock is never held over a call
 * to a session.
 */
public final class SessionRoster {
    private final PeerId ourId;
    private final Map<PeerId, SwarmSession> sessions = new HashMap<>();
    private boolean closed;

    public SessionRoster(PeerId ourId) {
        this.ourId = ourId;
    }

    /**
     * Adds a session, closing the one it replaces.
     *
     * @return false if it is not wanted: its peer is connected already, or the roster is closed
     */
    public boolean add(SwarmSession session) {
        PeerId peer = session.connection().handshake().peerId();
        SwarmSession replaced;
        synchronized (this) {
            replaced = sessions.get(peer);
            if (closed || replaced != null && !replaces(session, replaced)) {
                return false;
            }
            sessions.put(peer, session);
        }
        if (replaced != null) {
            replaced.connection().close("connected twice");
        }
        return true;
    }

    private boolean replaces(SwarmSession session, SwarmSession older) {
        if (session.connection().dialled() == older.connection().dialled()) {
            return false;
        }
        byte[] theirs = session.connection().handshake().peerId().bytes();
        boolean oursIsGreater = Arrays.compareUnsigned(ourId.bytes(), theirs) > 0;
        return session.connection().dialled() == oursIsGreater;
    }

    /** Removes a session; one that was replaced is no longer there, which is fine. */
    public synchronized void remove(SwarmSession session) {
        sessions.remove(session.connection().handshake().peerId(), session);
    }

    public synchronized int size() {
        return sessions.size();
    }

    /** Whether the peer that takes connections at this address, as far as we know, has a session. */
    public boolean isConnected(InetSocketAddress listening) {
        for (SwarmSession session : all()) {
            if (session.listening().filter(listening::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The sessions at this moment. */
    public synchronized List<SwarmSession> all() {
        return new ArrayList<>(sessions.values());
    }

    /** Admits nobody any more if there is nobody now; answers whether that is so. */
    public synchronized boolean closeIfEmpty() {
        closed |= sessions.isEmpty();
        return closed;
    }

    /** Admits nobody any more and closes every connection. */
    public void close(String reason) {
        List<SwarmSession> last;
        synchronized (this) {
            closed = true;
            last = all();
        }
        for (SwarmSession session : last) {
            session.connection().close(reason);
        }
    }
}
