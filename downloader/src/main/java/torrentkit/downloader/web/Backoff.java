package torrentkit.downloader.web;

import java.util.OptionalLong;
import java.util.Random;

/**
 * How long a server that failed is left alone: twice as long each time, or as long as it asks for, until it has failed so often without
 * any byte of use that it is given up. Pure: it reads no clock. Not thread-safe.
 */
final class Backoff {
    /** Failures one after the other, after which there is no point in trying again. */
    static final int MAX_FAILURES = 8;

    static final long SECOND = 1_000_000_000L;
    private static final long FIRST = SECOND / 2;
    private static final long LONGEST = 60 * SECOND;
    private static final long LONGEST_ASKED = 600 * SECOND;

    private final Random random;
    private int failures;

    Backoff(Random random) {
        this.random = random;
    }

    /** It served something. */
    void succeeded() {
        failures = 0;
    }

    /** Whether it has failed too often. */
    boolean isHopeless() {
        return failures >= MAX_FAILURES;
    }

    /**
     * It failed.
     *
     * @param askedSeconds for which it asked (RFC 9110, {@code Retry-After})
     * @return nanoseconds to wait
     */
    long failed(OptionalLong askedSeconds) {
        long pause = Math.min(LONGEST, FIRST << Math.min(failures, 10));
        failures++;
        if (askedSeconds.isPresent()) {
            long asked = Math.min(LONGEST_ASKED / SECOND, Math.max(0, askedSeconds.getAsLong())) * SECOND;
            pause = Math.max(pause, asked);
        }
        return pause + (long) (pause * random.nextDouble() / 4); // many that were sent away do not come back together
    }
}
