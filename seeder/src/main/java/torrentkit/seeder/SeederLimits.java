package torrentkit.seeder;

/**
 * The limits of a {@link Seeder} that may change while transfers go on.
 *
 * @param uploadRate bytes per second of blocks to all peers together; 0 for no limit
 * @param uploadRatePerTorrent bytes per second to all peers of one torrent; 0 for no limit
 * @param uploadRatePerPeer bytes per second to one peer; 0 for no limit
 * @param uploadSlots peers of all torrents that may download at the same time, at least 2
 * @param maxPeers connections of all torrents together
 * @param maxPeersPerTorrent connections of one torrent
 * @param maxPeersPerAddress connections from one IP address; this machine's own is exempt
 * @param maxCopies how often a content may be sent before only pieces are given that no peer has; 0 for no limit
 */
public record SeederLimits(
        long uploadRate,
        long uploadRatePerTorrent,
        long uploadRatePerPeer,
        int uploadSlots,
        int maxPeers,
        int maxPeersPerTorrent,
        int maxPeersPerAddress,
        double maxCopies) {
    /** @throws IllegalArgumentException if a number is out of its range */
    public SeederLimits {
        requireRate("uploadRate", uploadRate);
        requireRate("uploadRatePerTorrent", uploadRatePerTorrent);
        requireRate("uploadRatePerPeer", uploadRatePerPeer);
        requireAtLeast(2, "uploadSlots", uploadSlots);
        requireAtLeast(1, "maxPeers", maxPeers);
        requireAtLeast(1, "maxPeersPerTorrent", maxPeersPerTorrent);
        requireAtLeast(1, "maxPeersPerAddress", maxPeersPerAddress);
        if (!(maxCopies >= 0)) {
            throw new IllegalArgumentException("maxCopies is 0 (no limit) or more, not " + maxCopies);
        }
    }

    /** The same without a limit of copies. */
    public SeederLimits(
            long uploadRate,
            long uploadRatePerTorrent,
            long uploadRatePerPeer,
            int uploadSlots,
            int maxPeers,
            int maxPeersPerTorrent,
            int maxPeersPerAddress) {
        this(
                uploadRate,
                uploadRatePerTorrent,
                uploadRatePerPeer,
                uploadSlots,
                maxPeers,
                maxPeersPerTorrent,
                maxPeersPerAddress,
                0);
    }

    private static void requireRate(String name, long rate) {
        if (rate < 0) {
            throw new IllegalArgumentException(name + " is 0 (no limit) or more bytes per second, not " + rate);
        }
    }

    private static void requireAtLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is at least " + least + ", not " + value);
        }
    }

    /** The same with other rates, bytes per second, 0 for no limit. */
    public SeederLimits withUploadRates(long all, long perTorrent, long perPeer) {
        return new SeederLimits(
                all, perTorrent, perPeer, uploadSlots, maxPeers, maxPeersPerTorrent, maxPeersPerAddress, maxCopies);
    }
}
