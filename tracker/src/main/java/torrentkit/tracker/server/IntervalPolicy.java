package torrentkit.tracker.server;

import java.time.Duration;
import torrentkit.tracker.SwarmCounts;

/**
 * When a peer is to announce again. The next announce comes when the swarm is about twice as old as now: half a minute in the
 * beginning, when peers appear every moment and those behind a NAT must be told of the new ones, and half an hour once the swarm
 * has settled. Seeders in a swarm without leechers have nobody to meet and wait longest; leechers will find them. A huge swarm
 * waits so long that all its peers together ask at most {@link #ANNOUNCES_PER_SECOND} times a second.
 */
final class IntervalPolicy {
    static final int ANNOUNCES_PER_SECOND = 500;

    private final long shortest;
    private final long longest;

    IntervalPolicy(Duration shortest, Duration longest) {
        this.shortest = shortest.toSeconds();
        this.longest = longest.toSeconds();
    }

    /**
     * @param counts the swarm with the asker in it
     * @param ageSeconds since the swarm was empty
     * @param spread 0 to 1, random: up to a tenth is added, so that peers who came together do not stay together
     * @return seconds
     */
    long seconds(SwarmCounts counts, long ageSeconds, double spread) {
        if (counts.incomplete() == 0) {
            return longest;
        }
        long wanted = Math.max(ageSeconds, counts.peers() / ANNOUNCES_PER_SECOND);
        wanted = Math.max(shortest, Math.min(wanted, longest));
        return Math.min(longest, wanted + (long) (wanted * spread / 10));
    }
}
