package torrentkit.tracker.swarm;

import java.time.Duration;
import torrentkit.tracker.SwarmCounts;

/**
 * When a peer is to announce again.
 *
 * <ul>
 *   <li>The next announce comes when the swarm is about twice as old as now: after seconds in the beginning, when peers appear every
 *       moment and those behind a NAT must be told of the new ones, and after half an hour once the swarm has settled.
 *   <li>A leecher that was told of fewer than {@link #FEW} others asks again after the shortest interval, then after twice as long as
 *       before each time, whatever the age of the swarm: the first in a swarm and the only one left in an old one wait for others.
 *   <li>Seeders in a swarm without leechers have nobody to meet and wait longest; leechers will find them.
 *   <li>Nobody comes back so soon that the peers of a swarm together would ask more than {@link #OF_A_SWARM} times a second, or those
 *       of all swarms more than {@link #OF_ALL} times.
 * </ul>
 *
 * Immutable.
 */
public final class IntervalPolicy {
    /** Announces a second, of the peers of one swarm. */
    static final int OF_A_SWARM = 500;
    /** Announces a second, of the peers of all swarms: a small part of what a core answers. */
    static final int OF_ALL = 5_000;
    /** Who was told of fewer others is waiting for more. */
    static final int FEW = 4;
    /** The longest interval that a peer's row has place for: 18 hours. */
    static final int MOST_SECONDS = 0xffff;

    /** How soon anybody may ask again who wants more peers, once the swarm has settled. */
    private static final int SETTLED_GAP = 30;

    private final int shortest;
    private final int longest;

    /**
     * @param shortest 1 s or more
     * @param longest not below the shortest; longer than 18 hours is taken for that
     */
    public IntervalPolicy(Duration shortest, Duration longest) {
        if (shortest.toSeconds() < 1 || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("intervals are 1 s or more, the longest not below the shortest, not "
                    + shortest + " and " + longest);
        }
        this.shortest = (int) Math.min(MOST_SECONDS, shortest.toSeconds());
        this.longest = (int) Math.min(MOST_SECONDS, longest.toSeconds());
    }

    /** From 5 seconds to half an hour. */
    public static IntervalPolicy defaults() {
        return new IntervalPolicy(Duration.ofSeconds(5), Duration.ofMinutes(30));
    }

    /**
     * What the interval of an announce follows from.
     *
     * @param counts the swarm with the asker in it
     * @param ageSeconds since the swarm was empty
     * @param everybody peers of all swarms
     * @param lacks whether the asker lacks something
     * @param named how many peers it is told of now
     * @param told the interval that it was told before, in seconds; 0 for none
     */
    record Situation(SwarmCounts counts, int ageSeconds, int everybody, boolean lacks, int named, int told) {}

    /**
     * @param spread 0 to 1, random: up to a tenth is added, so that peers who came together do not stay together
     * @return seconds
     */
    int seconds(Situation now, double spread) {
        if (now.counts().incomplete() == 0 && !now.lacks()) {
            return longest;
        }
        int wanted = now.ageSeconds();
        if (now.lacks() && now.named() < FEW) {
            wanted = Math.min(wanted, 2 * now.told());
        }
        int load = Math.max(now.counts().peers() / OF_A_SWARM, now.everybody() / OF_ALL);
        wanted = Math.max(shortest, Math.min(Math.max(wanted, load), longest));
        return Math.min(longest, wanted + (int) (wanted * spread / 10));
    }

    /**
     * The least time between two announces of a peer that wants more peers before its time.
     *
     * @param interval what it is told as its interval, in seconds
     * @return seconds
     */
    int least(int interval) {
        return Math.min(interval, Math.max(shortest, SETTLED_GAP));
    }
}
