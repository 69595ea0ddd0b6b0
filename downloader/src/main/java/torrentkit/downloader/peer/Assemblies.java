package torrentkit.downloader.peer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import torrentkit.downloader.work.Assignment;
import torrentkit.downloader.work.WorkQueue;
import torrentkit.downloader.work.Worker;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

/**
 * The pieces of a download that are under assembly, and the door to its {@link WorkQueue}: whoever takes a piece of the queue takes part in
 * the piece's one assembly here. What arrived of a piece that everybody has left is kept, for whoever takes it next, until the memory is
 * needed. Touched once a piece by each worker, never once a block. Thread-safe; its lock is held over the queue's, never the other way, and
 * over nothing else.
 */
public final class Assemblies {
    private final TorrentLayout layout;
    private final WorkQueue queue;
    private final SegmentPool memory;
    private final Map<Integer, PieceAssembly> pieces = new ConcurrentHashMap<>(); // changed under the lock only
    private final IntConsumer lost;
    private boolean closed;

    /** @param lost told of bytes that had arrived and are dropped; called under the lock, so it takes none */
    public Assemblies(TorrentLayout layout, WorkQueue queue, SegmentPool memory, IntConsumer lost) {
        this.layout = layout;
        this.queue = queue;
        this.memory = memory;
        this.lost = lost;
    }

    /**
     * Work for a contributor; empty when there is none, or no memory. It is ended by exactly one of {@link #deliver} by whoever brings the
     * last block, and {@link #leave}.
     *
     * @param remote the pieces that it can be asked for
     * @param worker the contributor as the queue sees it
     * @param mayBegin whether it may begin a piece that nobody has begun
     */
    public synchronized Optional<Share> take(
            Bitfield remote, Worker worker, Contributor contributor, boolean mayBegin) {
        int reserve = layout.pieceLength(0);
        boolean room = !closed && mayBegin && memory.tryReserve(reserve);
        Assignment assignment = queue.take(remote, worker, room);
        if (!(assignment instanceof Assignment.Take)
                && mayBegin
                && !room
                && !closed
                && queue.mayBegin(remote)
                && dropOne()) {
            room = memory.tryReserve(reserve);
            assignment = queue.take(remote, worker, room);
        }
        if (!(assignment instanceof Assignment.Take take)) {
            release(room, reserve);
            return Optional.empty();
        }
        PieceAssembly piece = pieces.get(take.index());
        if (piece == null) {
            memory.release(reserve - layout.pieceLength(take.index()));
            piece = PieceAssembly.begin(take.index(), layout, memory);
            pieces.put(take.index(), piece);
        } else {
            release(room, reserve);
        }
        return Optional.of(piece.join(contributor));
    }

    private void release(boolean reserved, int bytes) {
        if (reserved) {
            memory.release(bytes);
        }
    }

    /** Makes room, by what nobody is at, for what is to be begun. */
    private boolean dropOne() {
        int index = queue.forget();
        if (index >= 0) {
            drop(index);
        }
        return index >= 0;
    }

    private void drop(int index) {
        PieceAssembly piece = pieces.remove(index);
        piece.release();
        lost.accept(piece.receivedBytes());
    }

    /**
     * A contributor stops with a piece, for which it is not asked any more.
     *
     * @param keep whether what has arrived is of use to others
     */
    public synchronized void leave(Share share, Worker worker, boolean keep) {
        PieceAssembly piece = share.assembly();
        if (pieces.get(piece.index()) != piece) {
            return; // delivered meanwhile
        }
        boolean kept = keep && !closed && piece.receivedBytes() > 0;
        if (queue.giveBack(piece.index(), worker, kept) && !kept) {
            drop(piece.index());
        }
    }

    /**
     * A piece has all its blocks: it is nobody's work any more, and whoever took part in it is told. To be followed by
     * {@link WorkQueue#complete} or {@link WorkQueue#refuse}.
     */
    public void deliver(PieceAssembly piece) {
        synchronized (this) {
            pieces.remove(piece.index());
            queue.deliver(piece.index());
        }
        List<Contributor> contributors = piece.contributors();
        if (contributors.size() > 1) {
            contributors.forEach(contributor -> contributor.unneeded(piece));
        }
    }

    /** Whether a worker that comes to a piece, which others are at, would find something to ask for there. Any thread. */
    public boolean hasWork(int index, Contributor contributor, long nanos) {
        PieceAssembly piece = pieces.get(index);
        return piece != null && (piece.hasBlocksToRequest() || piece.hasBlocksToRepeat(contributor, nanos));
    }

    /** Keeps nothing any more that nobody is at. */
    public synchronized void close() {
        closed = true;
        for (int index = queue.forget(); index >= 0; index = queue.forget()) {
            drop(index);
        }
    }
}
