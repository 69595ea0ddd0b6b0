package torrentkit.tracker.swarm;

import torrentkit.tracker.PeerList;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.SwarmTraffic;

/**
 * A swarm as one of its peers sees it just after announcing.
 *
 * @param counts the size, the asker included
 * @param ageSeconds since the first of the present peers came into an empty swarm
 * @param peers some of the others
 * @param moved what the announce added to the traffic of the swarm; {@link SwarmTraffic#NONE} itself for nothing
 */
public record SwarmView(SwarmCounts counts, long ageSeconds, PeerList peers, SwarmTraffic moved) {}
