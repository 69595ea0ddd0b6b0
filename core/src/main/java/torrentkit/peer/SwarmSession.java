package torrentkit.peer;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.codec.PeerMessageDecoder;

/**
 * A live connection within one torrent's swarm, at the end of its channel's pipeline: a {@link PeerSession} where the torrent is known,
 * a {@link MetadataSession} where only its info-hash is. Here is what both have in common, the extension protocol (BEP 10). Everything
 * but {@link #connection()} and {@link #extensions()} belongs to the connection's event loop.
 */
public abstract sealed class SwarmSession permits PeerSession, MetadataSession {
    private static final String CLIENT = "torrentkit 0.1";

    private final PeerConnection connection;
    private final int listenPort;
    private final SessionExtensions extensions = new SessionExtensions();
    private OptionalLong metadataBytes = OptionalLong.empty();
    private boolean closed;

    /** @param listenPort the port on which we take connections, told to the peer; 0 for none */
    SwarmSession(PeerConnection connection, int listenPort) {
        this.connection = connection;
        this.listenPort = listenPort;
    }

    public final PeerConnection connection() {
        return connection;
    }

    /** What the remote peer said in its extension handshake, once it has. Any thread. */
    public final Optional<ExtensionHandshake> extensions() {
        return Optional.ofNullable(extensions.theirs());
    }

    /** Where the peer takes connections, as far as we know: where we dialled it, or at the port that it told (BEP 10). Any thread. */
    public final Optional<InetSocketAddress> listening() {
        if (connection.dialled()) {
            return Optional.of(connection.remote());
        }
        OptionalInt port = extensions().map(ExtensionHandshake::listenPort).orElse(OptionalInt.empty());
        return port.isPresent()
                ? Optional.of(new InetSocketAddress(connection.remote().getAddress(), port.getAsInt()))
                : Optional.empty();
    }

    /** Whether both sides speak the fast extension (BEP 6). */
    public final boolean fast() {
        return connection.handshake().supportsFast();
    }

    public final boolean isClosed() {
        return closed;
    }

    /**
     * Takes part in an extension. To be called before the session is opened, which the network does once the member has admitted it.
     *
     * @param name the extension's key in the handshake, such as {@code ut_metadata}
     * @param receiver makes our side, given the way to the other
     * @throws IllegalStateException if we take part in it already
     */
    public final void extend(String name, Function<ExtensionLink, ExtensionReceiver> receiver) {
        extensions.add(name, receiver.apply(new ExtensionLink(this, name)));
    }

    /** Says in our handshake how long the info dictionary is (BEP 9). To be called before the session is opened. */
    public final void tellMetadataBytes(long bytes) {
        metadataBytes = OptionalLong.of(bytes);
    }

    /** Tells the peer which extensions we take, if it speaks of such things. */
    final void introduce(OptionalInt requestQueue, boolean uploadOnly) {
        if (connection.handshake().supportsExtensions()) {
            ExtensionHandshake ours = new ExtensionHandshake(
                    extensions.numbers(),
                    Optional.of(CLIENT),
                    listenPort > 0 ? OptionalInt.of(listenPort) : OptionalInt.empty(),
                    requestQueue,
                    metadataBytes,
                    uploadOnly);
            connection.write(new PeerMessage.Extended(SessionExtensions.HANDSHAKE, ours.toBytes()));
        }
    }

    final void extended(int number, byte[] payload) {
        extensions.receive(number, payload);
    }

    /** Speaks first; then the connection is the session's. */
    abstract void open();

    abstract PeerMessageDecoder decoder();

    abstract void receive(PeerMessage message);

    void burstEnded() {
        if (!closed) {
            connection.flush();
        }
    }

    void writabilityChanged() {
        if (!closed) {
            connection.flush();
        }
    }

    void tick() {
        if (!closed) {
            extensions.forEach(ExtensionReceiver::tick);
            connection.flush();
        }
    }

    /** The connection is gone. Being told twice does no harm. */
    void closed() {
        if (!closed) {
            closed = true;
            extensions.forEach(ExtensionReceiver::closed);
        }
    }
}
