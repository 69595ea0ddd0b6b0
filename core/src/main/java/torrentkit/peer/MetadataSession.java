package torrentkit.peer;

import java.util.OptionalInt;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.codec.PeerMessageDecoder;

/**
 * A live connection of a torrent of which nothing but the info-hash is known, as after a magnet link (BEP 9). Without the info
 * dictionary nothing can be said about pieces: only the extension protocol counts, everything else that the peer says is passed over.
 */
public final class MetadataSession extends SwarmSession {
    /** @param listenPort the port on which we take connections, told to the peer; 0 for none */
    public MetadataSession(PeerConnection connection, int listenPort) {
        super(connection, listenPort);
    }

    @Override
    void open() {
        if (fast()) {
            connection().write(PeerMessage.HaveNone.INSTANCE);
        }
        introduce(OptionalInt.empty(), false);
        connection().flush();
    }

    @Override
    PeerMessageDecoder decoder() {
        return PeerMessageDecoder.ofUnknownTorrent();
    }

    @Override
    void receive(PeerMessage message) {
        if (!isClosed() && message instanceof PeerMessage.Extended extended) {
            extended(extended.id(), extended.payload());
        }
    }
}
