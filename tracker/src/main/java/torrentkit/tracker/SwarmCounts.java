package torrentkit.tracker;

/**
 * The size of a swarm, as a scrape tells it (BEP 48).
 *
 * @param complete seeders
 * @param incomplete peers that are not seeders
 * @param downloaded how often a peer reported that it completed
 */
public record SwarmCounts(int complete, int incomplete, int downloaded) {
    /** An empty swarm, or none. */
    public static final SwarmCounts NONE = new SwarmCounts(0, 0, 0);

    /** Seeders and others together. */
    public int peers() {
        return complete + incomplete;
    }
}
