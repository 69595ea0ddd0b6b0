package torrentkit.downloader.work;

import java.util.Arrays;
import java.util.Random;
import torrentkit.piece.Bitfield;

/**
 * The missing pieces in the order in which they should be fetched: those that fewest peers have first, and among equally rare ones any, so
 * that not all peers of a swarm fetch the same piece next (BEP 3, rarest first). A permutation of the pieces partitioned by availability, so that one {@code have} moves one
 * piece by one swap. Peers that have everything are counted apart and cost nothing. Not thread-safe.
 */
final class RarityOrder implements MissingPieces {
    /** Fewer pieces than this are no choice for a swarm of which each peer thinks them the rarest. */
    private static final int FEW = 4;

    private final int[] order; // missing pieces, sorted by availability
    private final int[] position; // where a piece stands in order; −1 when it is not missing
    private final int[] availability; // peers that have a piece, those with everything not counted
    private final Random random;
    private int[] ends; // ends[a] is where the pieces with availability a end in order
    private int size;

    /** @param missing the pieces that are to be fetched */
    RarityOrder(Bitfield missing, Random random) {
        this.random = random;
        order = new int[missing.size()];
        position = new int[missing.size()];
        availability = new int[missing.size()];
        ends = new int[4];
        Arrays.fill(position, -1);
        for (int i = missing.nextSet(0); i >= 0; i = missing.nextSet(i + 1)) {
            order[size++] = i;
        }
        for (int i = 0; i < size; i++) {
            position[order[i]] = i;
        }
        Arrays.fill(ends, size);
    }

    @Override
    public boolean contains(int index) {
        return position[index] >= 0;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public void increment(int index) {
        int from = availability[index]++;
        ensure(from + 2);
        if (contains(index)) {
            moveTo(index, --ends[from]);
        }
    }

    @Override
    public void decrement(int index) {
        int from = availability[index]--;
        if (contains(index)) {
            moveTo(index, ends[from - 1]++);
        }
    }

    @Override
    public void add(int index) {
        int at = size++;
        order[at] = index;
        position[index] = at;
        for (int a = ends.length - 1; a > availability[index]; a--) { // each bucket above makes room at its start
            swap(at, ends[a - 1]);
            at = ends[a - 1];
        }
        for (int a = availability[index]; a < ends.length; a++) {
            ends[a]++;
        }
    }

    @Override
    public void remove(int index) {
        int at = position[index];
        for (int a = availability[index]; a < ends.length; a++) {
            int last = --ends[a];
            swap(at, last);
            at = last;
        }
        size--;
        position[index] = -1;
    }

    /**
     * One of the rarest pieces that the peer has, by lot. Where few are the rarest, those that one more peer has are in the lot: others of
     * the swarm see the same few, as of a moment ago, and would all ask for them.
     */
    @Override
    public int next(Bitfield remote, boolean any) {
        if (any) {
            return within(0, size, remote);
        }
        int start = 0;
        for (int a = 0; a < ends.length && start < size; a++) {
            int index = within(start, ends[a], remote);
            if (index >= 0) {
                int rarest = ends[a] - start;
                int next = a + 1 < ends.length ? Math.min(FEW - rarest, ends[a + 1] - ends[a]) : 0;
                if (next > 0 && random.nextInt(rarest + next) >= rarest) {
                    int other = within(ends[a], ends[a + 1], remote);
                    return other >= 0 ? other : index;
                }
                return index;
            }
            start = ends[a];
        }
        return -1;
    }

    @Override
    public int onlyAt(Bitfield remote) {
        return within(0, ends[0], remote);
    }

    @Override
    public void lacking(Bitfield to) {
        for (int i = 0; i < ends[0]; i++) {
            to.set(order[i]);
        }
    }

    /** A piece that the peer has between two places of the order, looked for from a random place on; −1 if there is none. */
    private int within(int start, int end, Bitfield remote) {
        int count = end - start;
        int offset = count > 0 ? random.nextInt(count) : 0;
        for (int i = 0; i < count; i++) {
            int at = offset + i;
            int index = order[start + (at < count ? at : at - count)];
            if (remote.has(index)) {
                return index;
            }
        }
        return -1;
    }

    private void moveTo(int index, int target) {
        swap(position[index], target);
    }

    private void swap(int a, int b) {
        int piece = order[a];
        order[a] = order[b];
        order[b] = piece;
        position[order[a]] = a;
        position[order[b]] = b;
    }

    private void ensure(int buckets) {
        if (ends.length < buckets) {
            int before = ends.length;
            ends = Arrays.copyOf(ends, Math.max(buckets, 2 * before));
            Arrays.fill(ends, before, ends.length, size);
        }
    }
}
