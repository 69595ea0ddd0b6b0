package torrentkit.downloader.work;

/** What the {@link WorkQueue} must know of whoever fetches pieces. Called with the queue's lock held: must answer from fields alone. */
public interface Worker {
    /** Whether it is at this piece already. */
    boolean isAt(int index);

    /**
     * How long it will need for so many more bytes at the pace it has shown lately, in nanoseconds; {@link Long#MAX_VALUE} when it has
     * shown none.
     */
    long nanosFor(long bytes);

    /**
     * How long it will need for all that it has taken, in nanoseconds; {@link Long#MAX_VALUE} when it has stalled, 0 when it is too
     * early to tell. Called from any thread.
     */
    long nanosToFinish();
}
