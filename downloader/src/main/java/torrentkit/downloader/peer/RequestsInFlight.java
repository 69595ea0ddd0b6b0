package torrentkit.downloader.peer;

import java.util.function.IntConsumer;
import torrentkit.piece.Block;

/**
 * The requests that one peer has not answered, oldest first. Answers mostly come in order, so the search for one mostly ends at the
 * first. Two arrays that are reused: nothing is allocated for a request. Belongs to the worker's event loop.
 */
final class RequestsInFlight {
    /** Is told of a request: piece and number of the block. */
    interface Each {
        void accept(int index, int number);
    }

    private long[] blocks = new long[64]; // index in the upper half, number of the block in the lower
    private long[] sent = new long[64];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(int index, int number, long now) {
        if (size == blocks.length) {
            grow();
        }
        int at = head + size & blocks.length - 1;
        blocks[at] = key(index, number);
        sent[at] = now;
        size++;
    }

    /** Forgets a request; answers when it was sent, or −1 if there is none. Times are never negative. */
    long remove(Block block) {
        if (block.begin() % Block.LENGTH != 0) {
            return -1;
        }
        long key = key(block.index(), block.begin() / Block.LENGTH);
        int mask = blocks.length - 1;
        for (int i = 0; i < size; i++) {
            if (blocks[head + i & mask] == key) {
                long time = sent[head + i & mask];
                for (int k = i; k > 0; k--) { // those before it move up by one
                    blocks[head + k & mask] = blocks[head + k - 1 & mask];
                    sent[head + k & mask] = sent[head + k - 1 & mask];
                }
                head = head + 1 & mask;
                size--;
                return time;
            }
        }
        return -1;
    }

    /** The piece of the oldest request. */
    int oldestIndex() {
        return (int) (blocks[head] >>> 32);
    }

    /** The block number of the oldest request. */
    int oldestNumber() {
        return (int) blocks[head];
    }

    /** The piece of the newest request. */
    int newestIndex() {
        return (int) (blocks[head + size - 1 & blocks.length - 1] >>> 32);
    }

    /** The block number of the newest request. */
    int newestNumber() {
        return (int) blocks[head + size - 1 & blocks.length - 1];
    }

    /** Forgets the newest request. */
    void removeNewest() {
        size--;
    }

    /** When the oldest request was sent; only if there is one. */
    long oldestSent() {
        return sent[head];
    }

    /**
     * Forgets the requests of a piece; the others keep their order.
     *
     * @param each told the number of each block that was asked for
     */
    void removeAll(int index, IntConsumer each) {
        for (int i = size; i > 0; i--) {
            int oldestIndex = oldestIndex();
            int number = oldestNumber();
            long time = oldestSent();
            removeOldest();
            if (oldestIndex == index) {
                each.accept(number);
            } else {
                add(oldestIndex, number, time);
            }
        }
    }

    /** Tells of each request. */
    void forEach(Each each) {
        for (int i = 0; i < size; i++) {
            long block = blocks[head + i & blocks.length - 1];
            each.accept((int) (block >>> 32), (int) block);
        }
    }

    /** Forgets the oldest request. */
    void removeOldest() {
        head = head + 1 & blocks.length - 1;
        size--;
    }

    private void grow() {
        long[] moreBlocks = new long[2 * blocks.length];
        long[] moreSent = new long[2 * blocks.length];
        for (int i = 0; i < size; i++) {
            moreBlocks[i] = blocks[head + i & blocks.length - 1];
            moreSent[i] = sent[head + i & blocks.length - 1];
        }
        blocks = moreBlocks;
        sent = moreSent;
        head = 0;
    }

    private static long key(int index, int number) {
        return (long) index << 32 | number;
    }
}
