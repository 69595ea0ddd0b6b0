package torrentkit.downloader.work;

import torrentkit.piece.Bitfield;

/** The pieces that nobody is at, and which of them comes next. Not thread-safe: the {@link WorkQueue} guards it. */
sealed interface MissingPieces permits RarityOrder, PieceSequence {
    /** One more peer has the piece. */
    void increment(int index);

    /** One peer less has the piece. */
    void decrement(int index);

    /** The piece is missing again. */
    void add(int index);

    /** The piece is missing no more. */
    void remove(int index);

    /** The piece to fetch next of those that the peer has, or −1. */
    int next(Bitfield remote);
}
