package torrentkit.peer;

import java.util.OptionalInt;
import java.util.function.Function;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;
import torrentkit.wire.codec.PeerMessageDecoder;

/**
 * A live connection of one torrent: checks what the remote peer says against the torrent and fans it out to the two halves. What the
 * peer says as an uploader goes to the {@link BlockReceiver}, what it says as a downloader to the {@link RequestReceiver}. Everything
 * but {@link #connection()} belongs to the connection's event loop.
 */
public final class PeerSession extends SwarmSession {
    private final PeerConnection connection;
    private final TorrentLayout layout;
    private final BlockReceiver blocks;
    private final RequestReceiver requests;
    private final Bitfield remotePieces;
    private final Inbound inbound = new Inbound();
    private boolean remotePiecesKnown;
    private boolean uploadOnly;
    private boolean opened;

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
        super(connection, listenPort);
        this.connection = connection;
        this.layout = layout;
        this.remotePieces = new Bitfield(layout.pieceCount());
        this.blocks = blocks.apply(this);
        this.requests = requests.apply(this);
    }

    public TorrentLayout layout() {
        return layout;
    }

    /** What the remote peer has, as far as it told; read only. */
    public Bitfield remotePieces() {
        return remotePieces;
    }

    /**
     * Says that we download nothing more, though we may not have everything (BEP 21): at once, or when the session is opened. Called on
     * the connection's event loop.
     */
    public void tellUploadOnly() {
        if (!uploadOnly) {
            uploadOnly = true;
            if (opened && !isClosed()) {
                introduce(OptionalInt.of(requests.requestQueue()), true);
            }
        }
    }

    /** Says what we have and which extensions we take, then lets the halves start. */
    @Override
    void open() {
        Bitfield ours = requests.offered();
        if (fast() && ours.isFull()) {
            connection.write(PeerMessage.HaveAll.INSTANCE);
        } else if (fast() && ours.isEmpty()) {
            connection.write(PeerMessage.HaveNone.INSTANCE);
        } else if (!ours.isEmpty()) {
            connection.write(new PeerMessage.Bitfield(ours.toBytes()));
        }
        uploadOnly |= ours.isFull();
        introduce(OptionalInt.of(requests.requestQueue()), uploadOnly);
        opened = true;
        requests.opened();
        blocks.opened();
        connection.flush();
    }

    @Override
    PeerMessageDecoder decoder() {
        return new PeerMessageDecoder(remotePieces.byteCount());
    }

    @Override
    void receive(PeerMessage message) {
        if (!isClosed()) {
            message.accept(inbound);
        }
    }

    @Override
    void burstEnded() {
        LoopFlow.ofThisLoop().burstEnded();
        if (!isClosed()) {
            blocks.burstEnded();
            requests.burstEnded();
            super.burstEnded();
        }
    }

    @Override
    void writabilityChanged() {
        if (!isClosed()) {
            requests.writabilityChanged();
            super.writabilityChanged();
        }
    }

    @Override
    void tick() {
        if (!isClosed()) {
            blocks.tick();
            requests.tick();
            super.tick();
        }
    }

    @Override
    void closed() {
        if (!isClosed()) {
            super.closed();
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
                for (int i = told.nextSet(0); i >= 0 && !isClosed(); i = told.nextSet(i + 1)) {
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
            LoopFlow.ofThisLoop().moved(piece.length());
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
            PeerSession.this.extended(id, payload);
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
