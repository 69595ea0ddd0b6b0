package torrentkit.peer;

import torrentkit.wire.PeerMessage;

/** The way to the remote peer's side of one extension. Belongs to the connection's event loop. */
public final class ExtensionLink {
    private final SwarmSession session;
    private final String name;

    ExtensionLink(SwarmSession session, String name) {
        this.session = session;
        this.name = name;
    }

    public SwarmSession session() {
        return session;
    }

    /** Whether the remote peer has said that it takes this extension. */
    public boolean isOpen() {
        return !session.isClosed()
                && session.extensions()
                        .map(told -> told.extensions().containsKey(name))
                        .orElse(false);
    }

    /**
     * Queues a message, which leaves with the next flush: at the end of the read burst or the tick, or when asked for.
     *
     * @param payload not to be changed afterwards
     * @return false, and nothing happens, when the remote peer does not take this extension
     */
    public boolean send(byte[] payload) {
        if (!isOpen()) {
            return false;
        }
        int number = session.extensions().orElseThrow().extensions().get(name);
        session.connection().write(new PeerMessage.Extended(number, payload));
        return true;
    }
}
