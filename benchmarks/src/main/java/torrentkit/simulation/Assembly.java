package torrentkit.simulation;

/** One piece while its blocks arrive. At most 64 blocks. */
final class Assembly {
    private final int piece;
    private final int bytes;
    private final int blockBytes;
    private final long all;
    private long asked;
    private long received;
    private int receivedBytes;

    Assembly(int piece, int bytes, int blockBytes) {
        this.piece = piece;
        this.bytes = bytes;
        this.blockBytes = blockBytes;
        this.all = -1L >>> (64 - ((bytes - 1) / blockBytes + 1));
    }

    int piece() {
        return piece;
    }

    int bytes() {
        return bytes;
    }

    int receivedBytes() {
        return receivedBytes;
    }

    int missingBytes() {
        return bytes - receivedBytes;
    }

    boolean hasBlocksToAsk() {
        return asked != all;
    }

    boolean isComplete() {
        return received == all;
    }

    /** The first block that was not asked for, which now is. */
    int ask() {
        int block = Long.numberOfTrailingZeros(~asked);
        asked |= 1L << block;
        return block;
    }

    /** The block will not come. */
    void unask(int block) {
        if ((received & 1L << block) == 0) {
            asked &= ~(1L << block);
        }
    }

    /** A block has come; answers false if it had come before. */
    boolean put(int block) {
        if ((received & 1L << block) != 0) {
            return false;
        }
        received |= 1L << block;
        receivedBytes += blockLength(block);
        return true;
    }

    int blockLength(int block) {
        return Math.min(blockBytes, bytes - block * blockBytes);
    }
}
