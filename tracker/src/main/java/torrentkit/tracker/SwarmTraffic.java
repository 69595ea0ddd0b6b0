package torrentkit.tracker;

/**
 * What the peers of a swarm said they have moved: the growth of their totals from one announce to the next (BEP 3, {@code
 * downloaded} and {@code uploaded}). A figure that went backwards, or grew faster than any network, counts for nothing; beyond that
 * it is what peers say. Bytes that a seeder of the tracker's own process sent appear among the downloaded ones only.
 *
 * @param downloadedBytes bytes that peers received
 * @param uploadedBytes bytes that peers sent
 */
public record SwarmTraffic(long downloadedBytes, long uploadedBytes) {
    /** Nothing yet. */
    public static final SwarmTraffic NONE = new SwarmTraffic(0, 0);
}
