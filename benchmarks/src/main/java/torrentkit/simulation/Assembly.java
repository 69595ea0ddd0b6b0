package torrentkit.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * One piece of one peer while its blocks arrive, from one download or several: the model of the product's piece under assembly. Each block is
 * asked of one download, or of two when the first is slow; who brought it is known. At most 64 blocks.
 */
final class Assembly {
    private final int piece;
    private final int bytes;
    private final int blockBytes;
    private final Download[] first;
    private final Download[] second;
    private final Download[] senders;
    private final List<Download> contributors = new ArrayList<>(1);
    private int free;
    private int receivedBytes;

    Assembly(int piece, int bytes, int blockBytes) {
        this.piece = piece;
        this.bytes = bytes;
        this.blockBytes = blockBytes;
        this.free = (bytes - 1) / blockBytes + 1;
        this.first = new Download[free];
        this.second = new Download[free];
        this.senders = new Download[free];
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
        return free > 0;
    }

    boolean isComplete() {
        return receivedBytes == bytes;
    }

    int blockLength(int block) {
        return Math.min(blockBytes, bytes - block * blockBytes);
    }

    void join(Download download) {
        if (!contributors.contains(download)) {
            contributors.add(download);
        }
    }

    List<Download> contributors() {
        return contributors;
    }

    /** The first block that nobody was asked for, now asked of this one; −1 if there is none. */
    int claim(Download download) {
        for (int block = 0; free > 0 && block < first.length; block++) {
            if (first[block] == null && senders[block] == null) {
                first[block] = download;
                free--;
                return block;
            }
        }
        return -1;
    }

    /** The last block that only another was asked for who needs longer than that, now asked of this one too; −1 if there is none. */
    int repeat(Download download, long nanos) {
        for (int block = first.length - 1; block >= 0; block--) {
            Download other = first[block];
            if (senders[block] == null
                    && other != null
                    && other != download
                    && second[block] == null
                    && other.nanosToAnswer() > nanos) {
                second[block] = download;
                return block;
            }
        }
        return -1;
    }

    boolean hasSlower(Download than, long nanos) {
        for (Download contributor : contributors) {
            if (contributor != than && contributor.nanosToAnswer() > nanos) {
                return true;
            }
        }
        return false;
    }

    /** The block is not asked of this one any more. */
    void unclaim(Download download, int block) {
        if (senders[block] != null) {
            return;
        }
        if (first[block] == download) {
            first[block] = second[block];
            second[block] = null;
            free += first[block] == null ? 1 : 0;
        } else if (second[block] == download) {
            second[block] = null;
        }
    }

    /** A block has come, whether it was asked for or not any more; answers false if it had come before. */
    boolean put(Download download, int block) {
        if (senders[block] != null) {
            return false;
        }
        senders[block] = download;
        receivedBytes += blockLength(block);
        free -= first[block] == null ? 1 : 0;
        if (first[block] != null && first[block] != download) {
            first[block].unneeded(this, block);
        }
        if (second[block] != null && second[block] != download) {
            second[block].unneeded(this, block);
        }
        return true;
    }

    /** Who brought it, once it is complete. */
    List<Download> senders() {
        List<Download> all = new ArrayList<>(1);
        for (Download sender : senders) {
            if (!all.contains(sender)) {
                all.add(sender);
            }
        }
        return all;
    }
}
