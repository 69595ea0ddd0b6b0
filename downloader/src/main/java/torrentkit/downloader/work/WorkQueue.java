package torrentkit.downloader.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

/**
 * Which piece is whose to fetch. Every piece is in exactly one state: <em>missing</em> (nobody is at it), <em>assigned</em> (one or more
 * workers are), <em>verifying</em> (delivered, being hashed and written) or <em>have</em>. Touched once a piece, never once a block; its
 * lock is held over no call but {@link Worker}'s plain answers. Thread-safe.
 *
 * <p>Rarest first decides which missing piece a worker gets. When none is left for it, it may share a piece with workers that are
 * much slower: that is the endgame, and also what frees a piece from a peer that stalls.
 */
public final class WorkQueue {
    /** Workers at one piece, at most. */
    private static final int MAX_SHARING = 3;

    private final TorrentLayout layout;
    private final RarityOrder missing;
    private final Map<Integer, Underway> underway = new HashMap<>();
    private final Bitfield have;

    /** A piece that is neither missing nor had. */
    private static final class Underway {
        private final List<Worker> workers = new ArrayList<>(1);
        private int verifying;
        private boolean claimed;
    }

    /** @param have the pieces that are verified already; copied */
    public WorkQueue(TorrentLayout layout, Bitfield have, Random random) {
        this.layout = layout;
        this.have = have.copy();
        Bitfield todo = new Bitfield(layout.pieceCount());
        for (int i = have.nextClear(0); i >= 0; i = have.nextClear(i + 1)) {
            todo.set(i);
        }
        this.missing = new RarityOrder(todo, random);
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

    /** Whether the peer has a piece that we have not. */
    public synchronized boolean wants(Bitfield remote) {
        return have.lacksSomeOf(remote);
    }

    /**
     * Work for a worker whose peer has these pieces. A piece that is taken must be ended by exactly one of {@link #deliver} and
     * {@link #giveBack}, unless {@link #complete} named the worker.
     */
    public synchronized Assignment take(Bitfield remote, Worker worker) {
        if (have.isFull()) {
            return Assignment.AllDone.INSTANCE;
        }
        int index = missing.rarest(remote);
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

    /** The assigned piece that would be done last, if this worker would be done with the whole of it in half that time; else −1. */
    private int slowest(Bitfield remote, Worker worker) {
        int slowest = -1;
        long longest = 0;
        for (Map.Entry<Integer, Underway> entry : underway.entrySet()) {
            int index = entry.getKey();
            List<Worker> workers = entry.getValue().workers;
            boolean shareable = entry.getValue().verifying == 0 && !workers.isEmpty() && workers.size() < MAX_SHARING;
            if (!shareable || !remote.has(index) || worker.isAt(index)) {
                continue;
            }
            long wait = Long.MAX_VALUE;
            for (Worker other : workers) {
                wait = Math.min(wait, other.nanosToFinish());
            }
            long alone = worker.nanosFor(layout.pieceLength(index));
            boolean worthIt = wait == Long.MAX_VALUE || alone < wait / 2;
            if (worthIt && wait > longest) {
                longest = wait;
                slowest = index;
            }
        }
        return slowest;
    }

    /**
     * A worker has every block of its piece, which is being hashed from now on. To be followed by {@link #claim} or {@link #refuse}.
     *
     * @return false if another was faster and the piece is had by now: what was delivered is to be thrown away
     */
    public synchronized boolean deliver(int index, Worker worker) {
        if (have.has(index)) {
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
        have.set(index);
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
        if (!have.has(index)) {
            relist(index, leave(index, worker));
        }
    }

    public synchronized boolean isDone() {
        return have.isFull();
    }

    /** Pieces that are verified and written. */
    public synchronized int completed() {
        return have.count();
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
