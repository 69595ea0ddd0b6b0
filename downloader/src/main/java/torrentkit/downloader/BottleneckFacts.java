package torrentkit.downloader;

/**
 * What was measured of a download in the last seconds, from which follows what limits it.
 *
 * @param peers that are connected
 * @param willing peers that let us ask and have something that we want
 * @param heldBack whether requests wait for our own rate limit
 * @param waitingShare part of the memory for pieces that is taken by delivered ones which no storage thread has begun with, 0 to 1
 * @param writeShare part of the storage threads' time for pieces that was spent on writing, the rest on hashing, 0 to 1
 * @param rate bytes a second from all peers
 * @param bestRate bytes a second from the fastest peer
 * @param bestIsComplete whether the fastest peer has everything
 */
record BottleneckFacts(
        int peers,
        int willing,
        boolean heldBack,
        double waitingShare,
        double writeShare,
        double rate,
        double bestRate,
        boolean bestIsComplete) {
    /** So much of the memory may wait for storage threads before these are what limits. */
    private static final double MUCH_WAITING = 0.25;

    /** From so much of the whole rate on, one peer gives nearly everything. */
    private static final double NEARLY_ALL = 0.9;

    Bottleneck decide() {
        if (peers == 0) {
            return Bottleneck.NO_PEERS;
        }
        if (waitingShare >= MUCH_WAITING) {
            return writeShare > 0.5 ? Bottleneck.DISK : Bottleneck.HASH;
        }
        if (willing == 0) {
            return Bottleneck.PEERS_CHOKE_US;
        }
        if (heldBack) {
            return Bottleneck.RATE_LIMIT;
        }
        if (bestIsComplete && bestRate > 0 && bestRate >= NEARLY_ALL * rate) {
            return Bottleneck.ORIGIN;
        }
        return Bottleneck.NETWORK;
    }
}
