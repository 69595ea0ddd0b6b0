package torrentkit.downloader.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

/**
 * Which piece is whose to fetch. Every wanted piece is in exactly one state: <em>missing</em> (nobody is at it), <em>assigned</em> (one
 * or more workers are), <em>verifying</em> (delivered, being hashed and written) or <em>have</em>; one that is not wanted is never
 * assigned. Touched once a piece, never once a block; its lock is held over no call but {@link Worker}'s plain answers. Thread-safe.
 *
 * <p>Which missing piece a worker gets is the rarest, or the first. When none is left for it, it may share a piece with workers that
 * are much slower: that is the endgame, and also what frees a piece from a peer that stalls. In order, the first unfinished piece is
 * shared before others are begun when it would keep whoever reads waiting.
 */
public final class WorkQueue {
    /** Workers at one piece, at most. */
    private static final int MAX_SHARING = 3;

    /** How long whoever reads in order may wait for a slow worker, nanoseconds. */
    private static final long READER_PATIENCE = 2_000_000_000L;

    private final TorrentLayout layout;
    private final boolean inOrder;
    private final MissingPieces missing;
    private final Map<Integer, Underway> underway = new HashMap<>();
    private final Bitfield done; // verified or not wanted
    private final int unwanted;

    /** A piece that is neither missing nor had. */
    private static final class Underway {
        private final List<Worker> workers = new ArrayList<>(1);
        private int verifying;
        private boolean claimed;
    }

    private WorkQueue(TorrentLayout layout, Bitfield done, int unwanted, boolean inOrder, MissingPieces missing) {
        this.layout = layout;
        this.done = done;
        this.unwanted = unwanted;
        this.inOrder = inOrder;
        this.missing = missing;
    }

    /**
     * Those pieces first that fewest peers have.
     *
     * @param have the pieces that are verified already
     * @param wanted the pieces that are to be had
     */
    public static WorkQueue rarestFirst(TorrentLayout layout, Bitfield have, Bitfield wanted, Random random) {
        Bitfield todo = without(wanted, have);
        return new WorkQueue(layout, inverse(todo), unwanted(have, wanted), false, new RarityOrder(todo, random));
    }

    /**
     * From the first piece to the last.
     *
     * @param have the pieces that are verified already
     * @param wanted the pieces that are to be had
     */
    public static WorkQueue inOrder(TorrentLayout layout, Bitfield have, Bitfield wanted) {
        Bitfield todo = without(wanted, have);
        return new WorkQueue(layout, inverse(todo), unwanted(have, wanted), true, new PieceSequence(todo));
    }

    private static Bitfield without(Bitfield pieces, Bitfield others) {
        Bitfield rest = pieces.copy();
        for (int i = others.nextSet(0); i >= 0; i = others.nextSet(i + 1)) {
            rest.clear(i);
        }
        return rest;
    }

    private static Bitfield inverse(Bitfield pieces) {
        return without(Bitfield.full(pieces.size()), pieces);
    }

    private static int unwanted(Bitfield have, Bitfield wanted) {
        return without(inverse(wanted), have).count();
    }

    /** A peer told everything that it has. One that has all pieces makes none rarer than another and is not counted. */
    public synchronized void peerHas(Bitfield pieces) {
        if (!pieces.isFull()) {
            for (int i = pieces.nextSet(0); i >= 0; i = pieces.nextSet(i + 1)) {
                missing.increment(i);
            }
        }
    }

    /**
     * A counted peer got one more piece.
     *
     * @param pieces what it has now, this piece included
     */
    public synchronized void peerHas(int index, Bitfield pieces) {
        missing.increment(index);
        if (pieces.isFull()) {
            peerGone(pieces, true);
        }
    }

    /** A peer is gone, which had these pieces. */
    public synchronized void peerGone(Bitfield pieces) {
        peerGone(pieces, !pieces.isFull());
    }

    private void peerGone(Bitfield pieces, boolean counted) {
        if (counted) {
            for (int i = pieces.nextSet(0); i >= 0; i = pieces.nextSet(i + 1)) {
                missing.decrement(i);
            }
        }
    }

    /** Whether the peer has a piece that we want and have not. */
    public synchronized boolean wants(Bitfield remote) {
        return done.lacksSomeOf(remote);
    }

    /**
     * Work for a worker whose peer has these pieces. A piece that is taken must be ended by exactly one of {@link #deliver} and
     * {@link #giveBack}, unless {@link #complete} named the worker.
     */
    public synchronized Assignment take(Bitfield remote, Worker worker) {
        if (done.isFull()) {
            return Assignment.AllDone.INSTANCE;
        }
        int index = inOrder ? first(remote, worker) : -1;
        if (index >= 0) {
            underway.get(index).workers.add(worker);
            return new Assignment.Take(index, true);
        }
        index = missing.next(remote);
        if (index >= 0) {
            missing.remove(index);
            Underway piece = new Underway();
            piece.workers.add(worker);
            underway.put(index, piece);
            return new Assignment.Take(index, false);
        }
        index = slowest(remote, worker);
        if (index >= 0) {
            underway.get(index).workers.add(worker);
            return new Assignment.Take(index, true);
        }
        return Assignment.NothingForThisPeer.INSTANCE;
    }

    /** The first unfinished piece if others are at it, this worker would be much faster, and it would be waited for; else −1. */
    private int first(Bitfield remote, Worker worker) {
        int first = done.nextClear(0);
        Underway piece = underway.get(first);
        if (piece == null || !isShareable(first, piece, remote, worker)) {
            return -1;
        }
        long wait = wait(piece);
        return wait > READER_PATIENCE && isWorthIt(first, wait, worker) ? first : -1;
    }

    /** The assigned piece that would be done last, if this worker would be done with the whole of it in half that time; else −1. */
    private int slowest(Bitfield remote, Worker worker) {
        int slowest = -1;
        long longest = 0;
        for (Map.Entry<Integer, Underway> entry : underway.entrySet()) {
            int index = entry.getKey();
            if (isShareable(index, entry.getValue(), remote, worker)) {
                long wait = wait(entry.getValue());
                if (wait > longest && isWorthIt(index, wait, worker)) {
                    longest = wait;
                    slowest = index;
                }
            }
        }
        return slowest;
    }

    private static boolean isShareable(int index, Underway piece, Bitfield remote, Worker worker) {
        return piece.verifying == 0
                && !piece.workers.isEmpty()
                && piece.workers.size() < MAX_SHARING
                && remote.has(index)
                && !worker.isAt(index);
    }

    /** Until the first of those at the piece is done, nanoseconds. */
    private static long wait(Underway piece) {
        long wait = Long.MAX_VALUE;
        for (Worker other : piece.workers) {
            wait = Math.min(wait, other.nanosToFinish());
        }
        return wait;
    }

    private boolean isWorthIt(int index, long wait, Worker worker) {
        return wait == Long.MAX_VALUE || worker.nanosFor(layout.pieceLength(index)) < wait / 2;
    }

    /**
     * A worker has every block of its piece, which is being hashed from now on. To be followed by {@link #claim} or {@link #refuse}.
     *
     * @return false if another was faster and the piece is had by now: what was delivered is to be thrown away
     */
    public synchronized boolean deliver(int index, Worker worker) {
        if (done.has(index)) {
            return false;
        }
        leave(index, worker).verifying++;
        return true;
    }

    /**
     * A delivered piece has the right hash. Only one of several that were delivered may be written, so that a slower and perhaps wrong
     * copy never overwrites a good one.
     *
     * @return whether the caller is to write it and then call {@link #complete}; false means that another did or does
     */
    public synchronized boolean claim(int index) {
        Underway piece = underway.get(index);
        if (piece == null) {
            return false;
        }
        boolean first = !piece.claimed;
        piece.claimed = true;
        piece.verifying--;
        return first;
    }

    /** The claimed piece is written. Answers the workers that are still at it, who may stop. */
    public synchronized List<Worker> complete(int index) {
        done.set(index);
        return underway.remove(index).workers;
    }

    /** A delivered piece has the wrong hash: it is missing again unless others are at it. */
    public synchronized void refuse(int index) {
        Underway piece = underway.get(index);
        if (piece != null) {
            piece.verifying--;
            relist(index, piece);
        }
    }

    /** A worker stops with its piece, which is missing again unless others are at it. Harmless when the piece is had by now. */
    public synchronized void giveBack(int index, Worker worker) {
        if (!done.has(index)) {
            relist(index, leave(index, worker));
        }
    }

    /** Whether every wanted piece is verified and written. */
    public synchronized boolean isDone() {
        return done.isFull();
    }

    /** Pieces that are verified and written, those included that were had from the beginning. */
    public synchronized int completed() {
        return done.count() - unwanted;
    }

    private Underway leave(int index, Worker worker) {
        Underway piece = underway.get(index);
        if (piece == null || !piece.workers.remove(worker)) {
            throw new IllegalStateException("piece " + index + " is not assigned to this worker");
        }
        return piece;
    }

    private void relist(int index, Underway piece) {
        if (piece.workers.isEmpty() && piece.verifying == 0 && !piece.claimed) {
            underway.remove(index);
            missing.add(index);
        }
    }
}
