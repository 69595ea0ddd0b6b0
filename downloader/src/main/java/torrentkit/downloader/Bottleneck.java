package torrentkit.downloader;

/** What keeps a download from being faster at this moment. */
public enum Bottleneck {
    /** Nobody is connected. */
    NO_PEERS,
    /** The connected peers do not let us ask, or have nothing that we lack. */
    PEERS_CHOKE_US,
    /** Nearly everything comes from one complete peer, and it sends as fast as it can or will. */
    ORIGIN,
    /** Our own limit. */
    RATE_LIMIT,
    /** Verified pieces wait for the disk. */
    DISK,
    /** Delivered pieces wait to be hashed. */
    HASH,
    /** None of the others: the links between the peers and us. */
    NETWORK
}
