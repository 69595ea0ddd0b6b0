package torrentkit.tracker.swarm;

import torrentkit.tracker.PeerList;
import torrentkit.tracker.SwarmCounts;

/**
 * A swarm as one of its peers sees it just after announcing.
 *
 * @param counts the size, the asker included
 * @param ageSeconds since the first of the present peers came into an empty swarm
 * @param peers some of the others
 */
public record SwarmView(SwarmCounts counts, long ageSeconds, PeerList peers) {}
