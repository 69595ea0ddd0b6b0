package torrentkit.downloader.work;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The pieces that a peer would have us take first (BEP 6, suggest piece), oldest first. At most {@value #MAX} are kept: what comes after
 * that says no more than that the peer has much to give. Belongs to one worker's thread.
 */
public final class Suggestions {
    static final int MAX = 4096;

    private int[] pieces = new int[8];
    private int head;
    private int size;

    /** The peer suggests a piece. */
    public void add(int index) {
        if (size == MAX) {
            return;
        }
        if (size == pieces.length) {
            int[] more = new int[2 * size];
            for (int i = 0; i < size; i++) {
                more[i] = at(i);
            }
            pieces = more;
            head = 0;
        }
        pieces[head + size++ & pieces.length - 1] = index;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The oldest that is of use, which is forgotten with all before it; −1 if there is none. */
    int next(IntPredicate isOfUse) {
        while (size > 0) {
            int index = at(0);
            head = head + 1 & pieces.length - 1;
            size--;
            if (isOfUse.test(index)) {
                return index;
            }
        }
        return -1;
    }

    private int at(int i) {
        return pieces[head + i & pieces.length - 1];
    }

    @Override
    public String toString() {
        int[] all = new int[size];
        Arrays.setAll(all, this::at);
        return "suggested: " + Arrays.toString(all);
    }
}
