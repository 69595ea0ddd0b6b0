package torrentkit.seeder.upload;

import torrentkit.piece.Bitfield;

/**
 * Which pieces a peer is told of and given, where that is not simply whatever there is. Belongs to the connection's event loop; nothing
 * of it is done once a block but a comparison.
 */
public interface PieceOffer {
    /** What the peer is told that we have, for our first message; the caller's own copy. */
    Bitfield offered();

    /** Whether a request for this piece is answered. Asked for every request: most come after others for the same piece. */
    boolean allows(int index);

    /** Pieces that the peer lacks and would pass on, as far as that is known. Asked once a second. */
    int worth();

    /** Bytes of a piece's blocks that the socket has taken. */
    void sent(int index, int bytes);
}
