package torrentkit.seeder.upload;

import torrentkit.peer.PeerSession;
import torrentkit.piece.Bitfield;

/** The peer is told of everything that is verified, and gets it. */
record WholeOffer(PieceSource source, PeerSession session) implements PieceOffer {
    @Override
    public Bitfield offered() {
        return source.pieces();
    }

    @Override
    public boolean allows(int index) {
        return true;
    }

    @Override
    public int worth() {
        return session.layout().pieceCount() - session.remotePieces().count();
    }

    @Override
    public void sent(int index, int bytes) {
        // Nobody keeps books.
    }
}
