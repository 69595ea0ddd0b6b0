package torrentkit.simulation;

/** A block that was asked for, from the request until it has arrived. */
final class Transfer {
    private final Download asker;
    private final int piece;
    private final int block;
    private final int bytes;
    private final long askedAt;
    private long begunAt;

    Transfer(Download asker, int piece, int block, int bytes, long now) {
        this.asker = asker;
        this.piece = piece;
        this.block = block;
        this.bytes = bytes;
        this.askedAt = now;
    }

    Download asker() {
        return asker;
    }

    int piece() {
        return piece;
    }

    /** Its place in the piece. */
    int block() {
        return block;
    }

    int bytes() {
        return bytes;
    }

    long askedAt() {
        return askedAt;
    }

    /** Its first byte enters the uplink. */
    void begin(long now) {
        begunAt = now;
    }

    long begunAt() {
        return begunAt;
    }
}
