package torrentkit.tracker.swarm;

/**
 * Who is told of the origin where there are zones. In each zone some leechers fetch from it, and the others from them, so that its
 * bytes cross the way to a zone seldom:
 *
 * <ul>
 *   <li>Every fourth leecher of a zone, and no fewer than {@link #LEAST}, may load from the origin, first come first served, until it
 *       is complete, has left, is silent or shows no progress; then the next who asks takes its place. All zones together have
 *       {@link #IN_ALL} places or so, since an origin has a bound on its peers.
 *   <li>Any other leecher is told of it too when it has got nothing since its last announce: the others do not help it.
 * </ul>
 *
 * So each zone has somebody who is told of the origin, or a seeder, as long as it has a leecher. Without zones all are told.
 */
final class OriginSlots {
    static final int LEAST = 4;
    static final int IN_ALL = 160;

    private static final int EVERY = 4;

    private OriginSlots() {}

    /**
     * @param zones how many there are
     * @param leechers of this zone
     * @return how many of them may load from the origin at once
     */
    static int of(int zones, int leechers) {
        int most = Math.max(1, IN_ALL / zones);
        return Math.min(most, Math.max(LEAST, leechers / EVERY));
    }
}
