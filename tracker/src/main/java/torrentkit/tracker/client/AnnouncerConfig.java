package torrentkit.tracker.client;

import java.time.Duration;

/**
 * How a torrent is announced.
 *
 * @param numWant peers asked for in each announce
 * @param minInterval the least time between regular announces, whatever a tracker says; but for the first few, by which the peers of
 *     a young swarm find each other: those may follow each other within seconds
 * @param maxInterval the most
 * @param stopTimeout how long the farewell may take
 */
public record AnnouncerConfig(int numWant, Duration minInterval, Duration maxInterval, Duration stopTimeout) {
    /** 80 peers, once a minute to once a day, 2 s to say goodbye. */
    public static AnnouncerConfig defaults() {
        return new AnnouncerConfig(80, Duration.ofMinutes(1), Duration.ofDays(1), Duration.ofSeconds(2));
    }

    /** @throws IllegalArgumentException for numbers out of range */
    public AnnouncerConfig {
        if (numWant < 0
                || minInterval.toSeconds() < 1
                || maxInterval.compareTo(minInterval) < 0
                || stopTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "not a schedule: " + numWant + " peers, " + minInterval + " to " + maxInterval);
        }
    }

    /** The same with another number of peers. */
    public AnnouncerConfig withNumWant(int peers) {
        return new AnnouncerConfig(peers, minInterval, maxInterval, stopTimeout);
    }

    /** The same with other bounds of the interval. */
    public AnnouncerConfig withIntervals(Duration shortest, Duration longest) {
        return new AnnouncerConfig(numWant, shortest, longest, stopTimeout);
    }

    /** The same with another bound on the farewell. */
    public AnnouncerConfig withStopTimeout(Duration time) {
        return new AnnouncerConfig(numWant, minInterval, maxInterval, time);
    }
}
