package torrentkit.downloader.work;

import torrentkit.piece.Bitfield;

/** The missing pieces from the first to the last, for who reads them meanwhile. How rare they are does not matter to their order. Not thread-safe. */
final class PieceSequence implements MissingPieces {
    private final Bitfield missing;
    private final int[] availability; // peers that have a piece, those with everything not counted

    /** @param missing the pieces that are to be fetched; copied */
    PieceSequence(Bitfield missing) {
        this.missing = missing.copy();
        this.availability = new int[missing.size()];
    }

    @Override
    public void increment(int index) {
        availability[index]++;
    }

    @Override
    public void decrement(int index) {
        availability[index]--;
    }

    @Override
    public void add(int index) {
        missing.set(index);
    }

    @Override
    public void remove(int index) {
        missing.clear(index);
    }

    @Override
    public boolean contains(int index) {
        return missing.has(index);
    }

    @Override
    public boolean isEmpty() {
        return missing.isEmpty();
    }

    @Override
    public int next(Bitfield remote, boolean any) {
        for (int i = missing.nextSet(0); i >= 0; i = missing.nextSet(i + 1)) {
            if (remote.has(i)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int onlyAt(Bitfield remote) {
        return -1;
    }

    @Override
    public void lacking(Bitfield to) {
        for (int i = missing.nextSet(0); i >= 0; i = missing.nextSet(i + 1)) {
            if (availability[i] == 0) {
                to.set(i);
            }
        }
    }
}
