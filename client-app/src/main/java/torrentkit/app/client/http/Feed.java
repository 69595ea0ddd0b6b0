package torrentkit.app.client.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts that go to everybody who follows, over WebSockets. Somebody new, or somebody who was too slow for some of the changes and has
 * caught up, gets everything once, and then changes; what is on its way to one of them is never more than one such text. Thread-safe.
 */
public final class Feed {
    private final Set<FeedSession> sessions = ConcurrentHashMap.newKeySet();

    /** Whether anybody follows. */
    public boolean isFollowed() {
        return !sessions.isEmpty();
    }

    /** Whether somebody waits for everything, and could take it. */
    public boolean someoneNeedsEverything() {
        return sessions.stream().anyMatch(FeedSession::needsEverything);
    }

    /**
     * Sends to each what it needs; returns at once.
     *
     * @param changes texts since the last call, UTF-8; not to be changed any more
     * @param everything texts that make the whole state, these changes included; empty unless somebody needs it
     */
    public void send(List<byte[]> changes, Optional<List<byte[]>> everything) {
        sessions.forEach(session -> session.send(changes, everything));
    }

    void join(FeedSession session) {
        sessions.add(session);
    }

    void leave(FeedSession session) {
        sessions.remove(session);
    }
}
