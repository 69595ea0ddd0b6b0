package torrentkit.downloader.work;

/** What {@link WorkQueue#take} answers a worker. */
public sealed interface Assignment {
    /**
     * Fetch this piece, or what is missing of it.
     *
     * @param shared whether other workers are at it too
     */
    record Take(int index, boolean shared) implements Assignment {}

    /** The peer has nothing that is to be done now; a {@code have}, a piece given back or time may change that. */
    record NothingForThisPeer() implements Assignment {
        static final NothingForThisPeer INSTANCE = new NothingForThisPeer();
    }

    /** Every piece is verified. */
    record AllDone() implements Assignment {
        static final AllDone INSTANCE = new AllDone();
    }
}
