package torrentkit.seeder.origin;

/** Bytes per second of the last one to two seconds, from two windows of one second. Not thread-safe. */
final class Flow {
    private static final long WINDOW = 1_000_000_000L;

    /** Of less time than this no rate is told: it would be of one burst. */
    private static final long LEAST = WINDOW / 4;

    private long began;
    private long current;
    private long before;
    private long length; // of the window before, nanoseconds

    Flow(long now) {
        began = now;
    }

    void add(long bytes, long now) {
        roll(now);
        current += bytes;
    }

    double perSecond(long now) {
        roll(now);
        return (before + current) * 1e9 / Math.max(LEAST, length + now - began);
    }

    private void roll(long now) {
        long elapsed = now - began;
        if (elapsed >= 2 * WINDOW) { // nothing was added in the last window
            before = 0;
            current = 0;
            length = WINDOW;
            began = now;
        } else if (elapsed >= WINDOW) {
            before = current;
            current = 0;
            length = elapsed;
            began = now;
        }
    }
}
