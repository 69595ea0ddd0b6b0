package torrentkit.tracker.swarm;

/**
 * What an announce is to be answered with.
 *
 * @param numWant the most peers to name, at least 0; the origin, if it is named, is one of them
 * @param ownFamily whether only peers of the asker's own address family are of use, as in a UDP answer
 * @param origin whether there is a seeder that is not in the store and could be named to the asker too
 */
public record Wish(int numWant, boolean ownFamily, boolean origin) {
    /** @throws IllegalArgumentException for a negative number of peers */
    public Wish {
        if (numWant < 0) {
            throw new IllegalArgumentException("a peer wants 0 others or more, not " + numWant);
        }
    }
}
