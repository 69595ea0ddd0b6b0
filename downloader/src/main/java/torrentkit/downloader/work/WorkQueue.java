package torrentkit.downloader.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;

/**
 * Which piece is whose to fetch. Every wanted piece is in exactly one state: <em>missing</em> (nobody is at it), <em>begun</em> (a part of
 * it is there and everybody has left), <em>assigned</em> (one or more workers are at it, each with blocks of its own), <em>verifying</em>
 * (all of it is there, being hashed and written) or <em>have</em>; one that is not wanted is never assigned. Touched once a piece by each
 * worker, never once a block; its lock is held over no call but {@link Worker}'s plain answers. Thread-safe.
 *
 * <p>What a worker gets, in this order: what its peer suggests; what was begun and left; of a seed, what no other peer has; a piece that is
 * slow in coming; the rarest missing piece, or, in order, the first; and when none is left for it, a part of the piece that would be done
 * last. So a piece that was begun is soon complete and can be passed on, and one slow peer holds nothing up.
 */
public final class WorkQueue {
    /** Workers at one piece, at most. */
    private static final int MAX_SHARING = 8;

    /** How long whoever reads in order may wait for a slow worker, nanoseconds. */
    private static final long READER_PATIENCE = 2_000_000_000L;

    /** A piece that takes longer than this from now on gets help before others are begun, nanoseconds. */
    private static final long SLOW = 1_500_000_000L;

    /** Pieces that are looked at for slow ones, those begun longest ago: taking must stay cheap. */
    private static final int LOOKED_AT = 12;

    private final TorrentLayout layout;
    private final boolean inOrder;
    private final MissingPieces missing;
    private final Map<Integer, Underway> underway = new LinkedHashMap<>(); // assigned or verifying, oldest first
    private final Set<Integer> begun = new LinkedHashSet<>();
    private final Bitfield done; // verified or not wanted
    private final int unwanted;
    private final int before; // verified or not wanted at first

    /** A piece that workers are at, or that is being verified when there are none. */
    private static final class Underway {
        private final List<Worker> workers = new ArrayList<>(1);

        boolean isVerifying() {
            return workers.isEmpty();
        }

        boolean hasSuspect() {
            for (Worker worker : workers) {
                if (worker.isSuspect()) {
                    return true;
                }
            }
            return false;
        }

        /** Until those at the piece are done with it together, nanoseconds. */
        long remaining() {
            double pace = 0;
            for (Worker worker : workers) {
                long alone = worker.nanosToFinish();
                if (alone == 0) {
                    return 0;
                }
                pace += alone == Long.MAX_VALUE ? 0 : 1.0 / alone;
            }
            return pace == 0 ? Long.MAX_VALUE : (long) (1 / pace);
        }
    }

    private WorkQueue(TorrentLayout layout, Bitfield done, int unwanted, boolean inOrder, MissingPieces missing) {
        this.layout = layout;
        this.done = done;
        this.unwanted = unwanted;
        this.inOrder = inOrder;
        this.missing = missing;
        this.before = done.count();
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

    /** The pieces that nobody is at and no counted peer has; peers that have everything are not counted. */
    public synchronized Bitfield lacking() {
        Bitfield lacking = new Bitfield(layout.pieceCount());
        missing.lacking(lacking);
        return lacking;
    }

    /** Whether nobody is at the piece, so that it may be taken as it is. */
    public synchronized boolean isFree(int index) {
        return missing.contains(index) || begun.contains(index);
    }

    /** {@link #take(Bitfield, Worker, boolean)} of a worker that may begin pieces. */
    public Assignment take(Bitfield remote, Worker worker) {
        return take(remote, worker, true);
    }

    /**
     * Work for a worker whose peer has these pieces. A piece that is taken is ended by {@link #deliver}, for all that are at it, or
     * {@link #giveBack}.
     *
     * @param mayBegin whether it may be a piece that is missing
     */
    public synchronized Assignment take(Bitfield remote, Worker worker, boolean mayBegin) {
        if (done.isFull()) {
            return Assignment.AllDone.INSTANCE;
        }
        int index = inOrder ? next(remote, worker, mayBegin) : best(remote, worker, mayBegin);
        if (index < 0) {
            index = slowest(remote, worker);
        }
        if (index < 0) {
            index = begun(remote);
        }
        return index < 0 ? Assignment.NothingForThisPeer.INSTANCE : assign(index, worker);
    }

    private int best(Bitfield remote, Worker worker, boolean mayBegin) {
        int index = mayBegin
                ? worker.suggestions().next(suggested -> remote.has(suggested) && missing.contains(suggested))
                : -1;
        if (index < 0 && !worker.isSuspect()) {
            index = begun(remote);
        }
        if (index < 0 && mayBegin && remote.isFull()) {
            index = missing.onlyAt(remote);
        }
        if (index < 0) {
            index = slow(remote, worker);
        }
        if (index < 0 && mayBegin) {
            index = missing.next(remote, done.count() == before);
        }
        return index;
    }

    private int next(Bitfield remote, Worker worker, boolean mayBegin) {
        worker.suggestions().next(suggested -> false); // else it would seem to have something left to ask for
        int index = first(remote, worker);
        if (index < 0) {
            int left = worker.isSuspect() ? -1 : begun(remote);
            index = mayBegin ? missing.next(remote, false) : -1;
            if (left >= 0 && (index < 0 || left < index)) {
                index = left;
            }
        }
        return index;
    }

    private Assignment assign(int index, Worker worker) {
        Underway piece = underway.get(index);
        boolean shared = piece != null;
        if (!shared) {
            if (!begun.remove(index)) {
                missing.remove(index);
            }
            piece = new Underway();
            underway.put(index, piece);
        }
        piece.workers.add(worker);
        return new Assignment.Take(index, shared);
    }

    /** The piece that was left longest ago of those that the peer has, or in order the first; −1 if there is none. */
    private int begun(Bitfield remote) {
        int first = -1;
        for (int index : begun) {
            if (remote.has(index) && (first < 0 || index < first)) {
                first = index;
                if (!inOrder) {
                    break;
                }
            }
        }
        return first;
    }

    /** In order, the first unfinished piece if others are at it and it would be waited for; else −1. */
    private int first(Bitfield remote, Worker worker) {
        int first = done.nextClear(0);
        Underway piece = underway.get(first);
        long wait = piece == null ? 0 : piece.remaining();
        return wait > READER_PATIENCE && isWorthIt(first, piece, wait, remote, worker) ? first : -1;
    }

    /** The piece begun longest ago of those that are slow in coming, or −1. */
    private int slow(Bitfield remote, Worker worker) {
        int looks = LOOKED_AT;
        for (Map.Entry<Integer, Underway> entry : underway.entrySet()) {
            if (looks-- == 0) {
                break;
            }
            long wait = entry.getValue().isVerifying() ? 0 : entry.getValue().remaining();
            if (wait > SLOW && isWorthIt(entry.getKey(), entry.getValue(), wait, remote, worker)) {
                return entry.getKey();
            }
        }
        return -1;
    }

    /** The assigned piece that would be done last, or −1. */
    private int slowest(Bitfield remote, Worker worker) {
        int slowest = -1;
        long longest = 0;
        for (Map.Entry<Integer, Underway> entry : underway.entrySet()) {
            long wait = entry.getValue().isVerifying() ? 0 : entry.getValue().remaining();
            if (wait > longest && isWorthIt(entry.getKey(), entry.getValue(), wait, remote, worker)) {
                longest = wait;
                slowest = entry.getKey();
            }
        }
        return slowest;
    }

    /** Whether the worker would bring at least a block of the piece well before that is done without it; one of unknown pace may try. */
    private boolean isWorthIt(int index, Underway piece, long wait, Bitfield remote, Worker worker) {
        boolean stalled = wait == Long.MAX_VALUE;
        long block = worker.nanosFor(Math.min(layout.pieceLength(index), Block.LENGTH));
        return !piece.isVerifying()
                && piece.workers.size() < MAX_SHARING
                && remote.has(index)
                && (stalled || (block == Long.MAX_VALUE ? wait > SLOW : block < wait / 2))
                && (stalled || !worker.isSuspect() && !piece.hasSuspect())
                && !piece.workers.contains(worker)
                && worker.findsWorkIn(index);
    }

    /**
     * A piece has all its blocks and is being verified from now on; nobody is at it any more. To be followed by {@link #complete} or
     * {@link #refuse}.
     */
    public synchronized void deliver(int index) {
        Underway piece = underway.get(index);
        if (piece == null || piece.isVerifying()) {
            throw new IllegalStateException("piece " + index + " is delivered though nobody is at it");
        }
        piece.workers.clear();
    }

    /** The delivered piece is right, and written. */
    public synchronized void complete(int index) {
        endVerifying(index);
        done.set(index);
    }

    /** The delivered piece is wrong: it is missing again. */
    public synchronized void refuse(int index) {
        endVerifying(index);
        missing.add(index);
    }

    private void endVerifying(int index) {
        Underway piece = underway.get(index);
        if (piece == null || !piece.isVerifying()) {
            throw new IllegalStateException("piece " + index + " is judged though it was not delivered");
        }
        underway.remove(index);
    }

    /** {@link #giveBack(int, Worker, boolean)} of a worker that brought nothing or whose blocks nobody keeps. */
    public boolean giveBack(int index, Worker worker) {
        return giveBack(index, worker, false);
    }

    /**
     * A worker stops with its piece. If it was the last one at it, the piece is missing again, or begun.
     *
     * @param kept whether a part of the piece is there and stays there
     * @return whether it was the last one
     */
    public synchronized boolean giveBack(int index, Worker worker, boolean kept) {
        Underway piece = underway.get(index);
        if (piece == null || !piece.workers.remove(worker)) {
            throw new IllegalStateException("piece " + index + " is not assigned to this worker");
        }
        if (!piece.workers.isEmpty()) {
            return false;
        }
        underway.remove(index);
        if (kept) {
            begun.add(index);
        } else {
            missing.add(index);
        }
        return true;
    }

    /** Whether the peer has a piece that nobody has begun. */
    public synchronized boolean mayBegin(Bitfield remote) {
        return missing.next(remote, true) >= 0;
    }

    /** Makes the piece that was left longest ago missing again, since its part is no longer there; −1 if there is none. */
    public synchronized int forget() {
        if (begun.isEmpty()) {
            return -1;
        }
        int index = begun.iterator().next();
        begun.remove(index);
        missing.add(index);
        return index;
    }

    /** Whether a peer that still lacks some has far more pieces than there are here: by a sixteenth of all. */
    public synchronized boolean isBehind(Bitfield remote) {
        return !remote.isFull() && done.count() + done.size() / 16 < remote.count();
    }

    /** Whether every piece is begun at least: what is to do is to be done together. */
    public synchronized boolean isEnding() {
        return missing.isEmpty() && !done.isFull();
    }

    /** Whether every wanted piece is verified and written. */
    public synchronized boolean isDone() {
        return done.isFull();
    }

    /** Pieces that are verified and written, those included that were had from the beginning. */
    public synchronized int completed() {
        return done.count() - unwanted;
    }
}
