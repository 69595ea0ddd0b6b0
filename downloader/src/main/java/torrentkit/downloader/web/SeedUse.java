package torrentkit.downloader.web;

/** What a web seed is for at the moment. */
public enum SeedUse {
    /** Nothing: it is not asked. */
    NOTHING(0),
    /** Pieces that no connected peer has. */
    WHAT_PEERS_LACK(1),
    /** Any piece, while peers send others. */
    BESIDE_PEERS(1),
    /** Any piece, since nobody else sends anything. */
    ALONE(2);

    /** Most connections to one web seed. */
    static final int MAX_CONNECTIONS = 2;

    private final int connections;

    SeedUse(int connections) {
        this.connections = connections;
    }

    /** Connections to one web seed. */
    int connections() {
        return connections;
    }
}
