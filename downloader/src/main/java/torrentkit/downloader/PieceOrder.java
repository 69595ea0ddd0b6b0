package torrentkit.downloader;

/** In which order pieces are fetched. */
public enum PieceOrder {
    /** Those first that the fewest peers have, so that none dies out: best for the swarm. */
    RAREST_FIRST,
    /** From the beginning to the end, for those who read meanwhile. */
    SEQUENTIAL
}
