package torrentkit.tracker.swarm;

import torrentkit.tracker.PeerList;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.SwarmTraffic;

/**
 * A swarm as one of its peers sees it just after announcing.
 *
 * @param counts the size, the asker included, without those that are silent
 * @param ageSeconds since the first of the present peers came into an empty swarm
 * @param peers some of the others
 * @param origin whether the seeder that is not in the store is to be named beside them
 * @param intervalSeconds when the asker is to announce again; whoever fails to is held for dead
 * @param leastSeconds how soon it may
 * @param moved what the announce added to the traffic of the swarm; {@link SwarmTraffic#NONE} itself for nothing
 */
public record SwarmView(
        SwarmCounts counts,
        int ageSeconds,
        PeerList peers,
        boolean origin,
        int intervalSeconds,
        int leastSeconds,
        SwarmTraffic moved) {}
