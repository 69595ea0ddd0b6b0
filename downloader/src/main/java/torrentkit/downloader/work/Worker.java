package torrentkit.downloader.work;

/** What the {@link WorkQueue} must know of whoever fetches pieces. Called with the queue's lock held: must answer from fields alone. */
public interface Worker {
    /**
     * How long it will need for so many more bytes at the pace it has shown lately, in nanoseconds; {@link Long#MAX_VALUE} when it has
     * shown none.
     */
    long nanosFor(long bytes);

    /**
     * How long it would need alone for all that it has taken, in nanoseconds; {@link Long#MAX_VALUE} when it has stalled, 0 when it is
     * too early to tell. Called from any thread.
     */
    long nanosToFinish();

    /** Whether it would find something to ask for in this piece, which others are at. Called by its own thread only. */
    boolean findsWorkIn(int index);

    /** Whether it is to fetch pieces alone for now, because it may have sent wrong data. Called from any thread. */
    boolean isSuspect();

    /** What its peer would have it take first. Called by its own thread only. */
    Suggestions suggestions();
}
