package torrentkit.downloader;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import torrentkit.downloader.peer.Blame;
import torrentkit.downloader.peer.Contributor;
import torrentkit.downloader.peer.PieceAssembly;
import torrentkit.downloader.work.WorkQueue;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.PieceHasher;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;

/** The results queue of a download: storage threads hash the pieces that workers deliver, and write those that are right. Thread-safe. */
final class ResultsQueue {
    /** What becomes of pieces. Called on storage threads. */
    interface Listener {
        /** A piece was right, and is written: {@link WorkQueue#complete} is to follow. These sent it, who sent most of it first. */
        void good(int index, int bytes, List<Contributor> senders);

        /** A piece was wrong. */
        void bad(int index, int bytes);

        /** It is certain that this one sent wrong data of a piece. */
        void lied(Contributor contributor, int index);

        /** The disk refused a piece. */
        void failed(StorageException cause);

        /** A piece has been dealt with, and its memory is free. */
        void released();
    }

    /**
     * How busy it is.
     *
     * @param pieces that have been delivered and not dealt with
     * @param waitingBytes of pieces that no storage thread has begun with
     * @param hashNanos spent on hashing so far, all threads together
     * @param writeNanos spent on writing so far, all threads together
     */
    record Load(int pieces, long waitingBytes, long hashNanos, long writeNanos) {}

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Metainfo metainfo;
    private final WorkQueue queue;
    private final Storage content;
    private final StorageExecutor storage;
    private final Listener listener;
    private final Blame blame = new Blame();
    private final ThreadLocal<PieceHasher> hashers = ThreadLocal.withInitial(PieceHasher::new);
    private final AtomicInteger pieces = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final LongAdder hashNanos = new LongAdder();
    private final LongAdder writeNanos = new LongAdder();
    private volatile boolean closed;

    ResultsQueue(Metainfo metainfo, WorkQueue queue, Storage content, StorageExecutor storage, Listener listener) {
        this.metainfo = metainfo;
        this.queue = queue;
        this.content = content;
        this.storage = storage;
        this.listener = listener;
    }

    /** Takes a piece over that the work queue takes for delivered; once this is closed, only to release it. */
    void add(PieceAssembly piece) {
        pieces.incrementAndGet(); // first, so that who closes this sees the piece or keeps it out
        if (closed) {
            pieces.decrementAndGet();
            piece.release();
            return;
        }
        waitingBytes.addAndGet(piece.length());
        try {
            storage.execute(() -> {
                waitingBytes.addAndGet(-piece.length());
                try {
                    judge(piece);
                } finally {
                    pieces.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            waitingBytes.addAndGet(-piece.length());
            pieces.decrementAndGet();
            piece.release();
        }
    }

    private void judge(PieceAssembly piece) {
        int index = piece.index();
        List<Contributor> senders = piece.senders();
        List<Contributor> liars;
        boolean good;
        try {
            good = isGood(piece);
            if (good) {
                write(piece);
                liars = blame.right(piece, hashers.get());
            } else {
                liars = blame.wrong(piece, hashers.get());
            }
        } catch (StorageException e) {
            listener.failed(e);
            return;
        } catch (RuntimeException | Error e) { // the piece would be delivered for ever, and the download never end
            listener.failed(new StorageException(
                    "cannot hash or write piece " + index + ": " + e, Path.of(metainfo.name()), e));
            return;
        } finally {
            piece.release();
        }
        liars.forEach(liar -> listener.lied(liar, index)); // first: the last good piece ends the download
        if (good) {
            listener.good(index, piece.length(), senders);
        } else {
            queue.refuse(index);
            listener.bad(index, piece.length());
        }
        listener.released();
    }

    private boolean isGood(PieceAssembly piece) {
        long begin = System.nanoTime();
        boolean good = metainfo.pieceHashes().matches(piece.index(), piece.digest(hashers.get()));
        hashNanos.add(System.nanoTime() - begin);
        return good;
    }

    private void write(PieceAssembly piece) {
        long begin = System.nanoTime();
        piece.writeTo(content);
        writeNanos.add(System.nanoTime() - begin);
    }

    /**
     * Takes no piece any more, and waits until all that it has are dealt with, or for as long as that may take. Not to be called on an
     * event loop.
     */
    void close() {
        closed = true;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (pieces.get() > 0 && System.nanoTime() < deadline) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    Load load() {
        return new Load(pieces.get(), waitingBytes.get(), hashNanos.sum(), writeNanos.sum());
    }
}
