package torrentkit.tracker.swarm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The store's time: 64ths of a second in four bytes, which is what each peer can spare. They wrap after two years, so two of them
 * are compared by their difference only.
 */
final class Ticks {
    static final int PER_SECOND = 64;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private Ticks() {}

    /** @param nanos since any origin */
    static int ofNanos(long nanos) {
        return (int) (nanos / NANOS);
    }

    /** @param span at most {@link SwarmLimits#MAX_LIFETIME} */
    static int of(Duration span) {
        return (int) (span.toSeconds() * PER_SECOND);
    }
}
