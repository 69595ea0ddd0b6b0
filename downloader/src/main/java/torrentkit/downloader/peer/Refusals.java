package torrentkit.downloader.peer;

/** How often in a row a peer has said no, or nothing, to what it let us ask, and for how long it is left alone. Belongs to the worker's event loop. */
final class Refusals {
    /** How often a peer may say no before others get the piece that it has begun. */
    private static final int MAX = 3;

    private static final long SECOND = 1_000_000_000L;
    private static final long MAX_PAUSE = 60 * SECOND;

    private int count;
    private long pausedUntil;

    /** The peer has answered. */
    void none() {
        count = 0;
    }

    /** Asks nothing for a while, longer each time; what is refused during a pause was asked before it and is the same refusal. */
    void pause(long now) {
        if (!isPaused(now)) {
            pausedUntil = now + Math.min(MAX_PAUSE, SECOND << Math.min(count, 6));
            count++;
        }
    }

    /** The peer asks to be asked. */
    void lift(long now) {
        count = 0;
        pausedUntil = Math.min(pausedUntil, now);
    }

    boolean isPaused(long now) {
        return now < pausedUntil;
    }

    /** When the last pause ends, or ended. */
    long pausedUntil() {
        return pausedUntil;
    }

    /** Whether others shall get what this peer has begun. */
    boolean areTooMany() {
        return count > MAX;
    }
}
