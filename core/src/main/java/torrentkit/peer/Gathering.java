package torrentkit.peer;

/**
 * Whether an event loop should let work come together, judged by what it moved in each {@link #WINDOW_NANOS}. A loop without data does
 * not, since an answer may be waited for, and neither does one with a fast flow. Between them it does where data comes in many small
 * bursts. Where it comes in few large ones, as over a single connection, it may be the waiting that keeps the flow slow: that is found out
 * by not waiting for a moment, now and then.
 *
 * <p>Pure; belongs to its loop's thread.
 */
final class Gathering {
    /** Over such a time the flow is measured. */
    static final long WINDOW_NANOS = 64_000_000;

    /** Below this, in bytes a window, there is only talk: half a megabyte a second. */
    static final long LEAST = 32 * 1024;

    /** Above this, in bytes a window, each wake-up has enough to do anyway: 32 megabytes a second. */
    static final long MOST = 2 * 1024 * 1024;

    /** A burst is what a connection has to read at a time; on average more bytes than these are large. */
    static final long LARGE_BURST = 64 * 1024;

    /** Windows of a trial; only the last one counts, since what waited before comes in the first. */
    static final int TRIAL = 2;

    /** Windows for which the outcome of a trial holds: about a second. */
    static final int VALID = 16;

    private boolean waits;
    private long waitedBytes; // what came in the window before the trial that is under way, or 0
    private int trialWindows;
    private int validWindows;

    /** Whether the loop should wait for more work. */
    boolean waits() {
        return waits;
    }

    /**
     * A window is over.
     *
     * @param bytes of blocks that were moved in it, both ways, as if it had been exactly that long
     * @param bursts times that a connection had something to read
     */
    void windowEnded(long bytes, long bursts) {
        if (bytes < LEAST || bytes > MOST) {
            waits = false;
            waitedBytes = 0;
            validWindows = 0;
        } else if (waitedBytes > 0) {
            tried(bytes);
        } else if (validWindows > 0) {
            validWindows--;
        } else if (waits && bytes > bursts * LARGE_BURST) {
            waits = false;
            waitedBytes = bytes;
            trialWindows = 0;
        } else {
            waits = true;
        }
    }

    private void tried(long bytes) {
        if (++trialWindows == TRIAL) {
            waits = bytes <= waitedBytes + waitedBytes / 4;
            waitedBytes = 0;
            validWindows = VALID;
        }
    }
}
