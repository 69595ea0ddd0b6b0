package torrentkit.peer;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * A live connection of one torrent: checks what the remote peer says against the torrent and fans it out to the two halves. What the
 * peer says as an uploader goes to the {@link BlockReceiver}, what it says as a downloader to the {@link RequestReceiver}. Everything
 * but {@link #connection()} belongs to the connection's event loop.
 */
public final class PeerSession {
    private static final String CLIENT = "torrentkit 0.1";
    private static final int EXTENSION_HANDSHAKE = 0;

    private final PeerConnection connection;
    private final TorrentLayout layout;
    private final int listenPort;
    private final BlockReceiver blocks;
    private final RequestReceiver requests;
    private final Bitfield remotePieces;
    private final Inbound inbound = new Inbound();
    private boolean remotePiecesKnown;
    private volatile ExtensionHandshake extensions; // asked for by who shows peers to people
    private boolean closed;

    /**
     * @param listenPort the port on which we take connections, told to the peer; 0 for none
     * @param blocks makes the download half; called once, the session is not open yet
     * @param requests makes the upload half; called once, the session is not open yet
     */
    public PeerSession(
            PeerConnection connection,
            TorrentLayout layout,
            int listenPort,
            Function<PeerSession, BlockReceiver> blocks,
            Function<PeerSession, RequestReceiver> requests) {
        this.connection = connection;
        this.layout = layout;
        this.listenPort = listenPort;
        this.remotePieces = new Bitfield(layout.pieceCount());
        this.blocks = blocks.apply(this);
        this.requests = requests.apply(this);
    }

    public PeerConnection connection() {
        return connection;
    }

    public TorrentLayout layout() {
        return layout;
    }

    /** What the remote peer has, as far as it told; read only. */
    public Bitfield remotePieces() {
        return remotePieces;
    }

    /** What the remote peer said in its extension handshake, once it has. Any thread. */
    public Optional<ExtensionHandshake> extensions() {
        return Optional.ofNullable(extensions);
    }

    /** Whether both sides speak the fast extension (BEP 6). */
    public boolean fast() {
        return connection.handshake().supportsFast();
    }

    public boolean isClosed() {
        return closed;
    }

    /** Says what we have and which extensions we take, then lets the halves start. */
    void open() {
        Bitfield ours = requests.offered();
        if (fast() && ours.isFull()) {
            connection.write(PeerMessage.HaveAll.INSTANCE);
        } else if (fast() && ours.isEmpty()) {
            connection.write(PeerMessage.HaveNone.INSTANCE);
        } else if (!ours.isEmpty()) {
            connection.write(new PeerMessage.Bitfield(ours.toBytes()));
        }
        if (connection.handshake().supportsExtensions()) {
            connection.write(new PeerMessage.Extended(
                    EXTENSION_HANDSHAKE, introduction(ours.isFull()).toBytes()));
        }
        requests.opened();
        blocks.opened();
        connection.flush();
    }

    private ExtensionHandshake introduction(boolean uploadOnly) {
        return new ExtensionHandshake(
                Map.of(),
                Optional.of(CLIENT),
                listenPort > 0 ? OptionalInt.of(listenPort) : OptionalInt.empty(),
                OptionalInt.of(requests.requestQueue()),
                OptionalLong.empty(),
                uploadOnly);
    }

    void receive(PeerMessage message) {
        if (!closed) {
            message.accept(inbound);
        }
    }

    void burstEnded() {
        if (!closed) {
            blocks.burstEnded();
            requests.burstEnded();
            connection.flush();
        }
    }

    void writabilityChanged() {
        if (!closed) {
            requests.writabilityChanged();
            connection.flush();
        }
    }

    void tick() {
        if (!closed) {
            blocks.tick();
            requests.tick();
            connection.flush();
        }
    }

    void closed() {
        if (!closed) {
            closed = true;
            blocks.closed();
            requests.closed();
        }
    }

    /** The wire's words to calls of the halves. */
    private final class Inbound implements PeerMessage.Visitor {
        @Override
        public void keepAlive() {
            // Its arrival has reset the idle timer: that is all it says.
        }

        @Override
        public void choke() {
            blocks.choked();
        }

        @Override
        public void unchoke() {
            blocks.unchoked();
        }

        @Override
        public void interested() {
            requests.interested();
        }

        @Override
        public void notInterested() {
            requests.notInterested();
        }

        @Override
        public void have(int index) {
            requirePiece(index, "have");
            remotePiecesKnown = true;
            if (remotePieces.set(index)) {
                blocks.remoteHas(index);
            }
        }

        /** aria2 sends one in place of many {@code have}s when several pieces were finished between two rounds of its own. */
        @Override
        public void bitfield(byte[] bits) {
            Bitfield told;
            try {
                told = Bitfield.of(bits, layout.pieceCount());
            } catch (IllegalArgumentException e) {
                throw new ProtocolException(Violation.BITFIELD, e.getMessage());
            }
            if (remotePiecesKnown) {
                for (int i = told.nextSet(0); i >= 0 && !closed; i = told.nextSet(i + 1)) {
                    have(i);
                }
                return;
            }
            remotePiecesKnown = true;
            for (int i = told.nextSet(0); i >= 0; i = told.nextSet(i + 1)) {
                remotePieces.set(i);
            }
            blocks.remotePieces(remotePieces);
        }

        @Override
        public void haveAll() {
            requireFast("have all");
            requireFirst("have all");
            remotePieces.setAll();
            blocks.remotePieces(remotePieces);
        }

        @Override
        public void haveNone() {
            requireFast("have none");
            requireFirst("have none");
            blocks.remotePieces(remotePieces);
        }

        @Override
        public void request(int index, int begin, int length) {
            Block block = requireBlock(index, begin, length, "request");
            if (length > PeerMessage.Piece.MAX_LENGTH) {
                throw new ProtocolException(
                        Violation.EXCESS,
                        "a request for " + length + " bytes; at most " + PeerMessage.Piece.MAX_LENGTH + " are served");
            }
            requests.requested(block);
        }

        @Override
        public void cancel(int index, int begin, int length) {
            requests.cancelled(requireBlock(index, begin, length, "cancel"));
        }

        @Override
        public void piece(PeerMessage.Piece piece) {
            blocks.received(requireBlock(piece.index(), piece.begin(), piece.length(), "piece"), piece.content());
        }

        @Override
        public void port(int port) {
            // No DHT here: served torrents are private.
        }

        @Override
        public void suggestPiece(int index) {
            requireFast("suggest piece");
            requirePiece(index, "suggest piece");
            blocks.suggested(index);
        }

        @Override
        public void rejectRequest(int index, int begin, int length) {
            requireFast("reject request");
            blocks.rejected(requireBlock(index, begin, length, "reject request"));
        }

        @Override
        public void allowedFast(int index) {
            requireFast("allowed fast");
            requirePiece(index, "allowed fast");
            blocks.allowedFast(index);
        }

        @Override
        public void extended(int id, byte[] payload) {
            if (id == EXTENSION_HANDSHAKE) {
                extensions = ExtensionHandshake.parse(payload);
            }
        }

        private void requirePiece(int index, String what) {
            if (!layout.isPiece(index)) {
                throw new ProtocolException(
                        Violation.OUTSIDE_TORRENT,
                        what + " names piece " + Integer.toUnsignedString(index) + " of " + layout.pieceCount());
            }
        }

        private Block requireBlock(int index, int begin, int length, String what) {
            return layout.block(index, begin, length)
                    .orElseThrow(() -> new ProtocolException(
                            Violation.OUTSIDE_TORRENT,
                            what + " names bytes " + Integer.toUnsignedString(begin) + "+"
                                    + Integer.toUnsignedString(length) + " of piece "
                                    + Integer.toUnsignedString(index) + ", which the torrent does not have"));
        }

        /** What stands for a bitfield comes once and before any {@code have} (BEP 6). */
        private void requireFirst(String what) {
            if (remotePiecesKnown) {
                throw new ProtocolException(Violation.OUT_OF_PLACE, what + " after the peer had told what it has");
            }
            remotePiecesKnown = true;
        }

        private void requireFast(String what) {
            if (!fast()) {
                throw new ProtocolException(
                        Violation.OUT_OF_PLACE, what + " from a peer that did not offer the fast extension");
            }
        }
    }
}
