package torrentkit.downloader.work;

import torrentkit.piece.Bitfield;

/** The pieces that nobody has begun, and which of them comes next. Not thread-safe: the {@link WorkQueue} guards it. */
sealed interface MissingPieces permits RarityOrder, PieceSequence {
    /** One more peer has the piece. */
    void increment(int index);

    /** One peer less has the piece. */
    void decrement(int index);

    /** The piece is missing again. */
    void add(int index);

    /** The piece is missing no more. */
    void remove(int index);

    boolean contains(int index);

    boolean isEmpty();

    /**
     * The piece to fetch next of those that the peer has, or −1.
     *
     * @param any whether any of them does, however rare, since what matters is to have one soon
     */
    int next(Bitfield remote, boolean any);

    /** A piece that the peer has and no counted peer, or −1 if there is none or that is not what decides. */
    int onlyAt(Bitfield remote);

    /** Adds the missing pieces that no counted peer has. */
    void lacking(Bitfield to);
}
