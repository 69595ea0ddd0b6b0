package torrentkit.content;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import torrentkit.peer.RateLimit;
import torrentkit.piece.PieceHasher;
import torrentkit.piece.PieceHashes;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.FileStamp;
import torrentkit.storage.FileTree;
import torrentkit.storage.StorageException;

/**
 * Hashes every piece of the files on disk, on all cores. Workers take pieces in their order, so that the disk is read nearly
 * sequentially, and each needs one small buffer. After a slice of work a worker goes to the end of the executor's queue, so that
 * reads for peers wait for milliseconds and not for the whole job.
 */
final class HashingJob {
    private static final int SLICE_BYTES = 16 << 20;
    /** Whoever waits for the rate looks so often whether there is still anything to wait for. */
    private static final long LONGEST_WAIT_NANOS = 100_000_000;

    private final TorrentLayout layout;
    private final FileTree tree;
    private final Executor executor;
    private final RateLimit reading;
    private final LongConsumer progress;
    private final CompletableFuture<?> outcome;
    private final CompletableFuture<Digests> finished = new CompletableFuture<>();
    private final AtomicInteger nextPiece = new AtomicInteger();
    private final AtomicLong hashedBytes = new AtomicLong();
    private final AtomicInteger activeWorkers = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Digests digests;

    /**
     * The digests of the pieces, in piece order.
     *
     * @param bytes 20 × piece count bytes
     * @param found whether all bytes of the piece are on disk; the digest of another piece means nothing
     */
    record Digests(byte[] bytes, boolean[] found) {
        byte[] of(int piece) {
            int from = piece * PieceHashes.DIGEST_LENGTH;
            return Arrays.copyOfRange(bytes, from, from + PieceHashes.DIGEST_LENGTH);
        }
    }

    /** @param outcome what the caller was given; once it is done, by being cancelled for one, no more pieces are read */
    HashingJob(
            TorrentLayout layout,
            FileTree tree,
            Executor executor,
            RateLimit reading,
            LongConsumer progress,
            CompletableFuture<?> outcome) {
        this.layout = layout;
        this.tree = tree;
        this.executor = executor;
        this.reading = reading;
        this.progress = progress;
        this.outcome = outcome;
        this.digests = new Digests(
                new byte[layout.pieceCount() * PieceHashes.DIGEST_LENGTH], new boolean[layout.pieceCount()]);
    }

    /** Completes when no worker is left: normally, or with the first failure. */
    CompletableFuture<Digests> start() {
        int workers = Math.min(Runtime.getRuntime().availableProcessors(), layout.pieceCount());
        activeWorkers.set(workers);
        for (int i = 0; i < workers; i++) {
            submit(new Worker());
        }
        return finished;
    }

    /**
     * Does on the executor what comes before the hashing, unless the result is cancelled by then; its failure is the result's. Other
     * threads get ready meanwhile.
     */
    static void begin(Executor executor, CompletableFuture<?> result, Runnable preliminaries) {
        executor.execute(() -> {
            try {
                if (!result.isDone()) {
                    preliminaries.run();
                }
            } catch (Throwable e) { // it belongs to the caller, who would wait for ever otherwise
                result.completeExceptionally(e);
            }
        });
        executor.execute(PieceHasher::prepare);
    }

    /** Fails if a file is no longer the one of its stamp. */
    static void refuseChanges(FileTree tree, List<FileStamp> stamps) {
        for (int file = 0; file < stamps.size(); file++) {
            Path path = tree.path(file);
            FileStamp now;
            try {
                now = tree.stamp(file);
            } catch (StorageException e) {
                throw new ContentChangedException(path + " was removed while it was hashed", path);
            }
            if (!now.equals(stamps.get(file))) {
                throw new ContentChangedException(path + " changed while it was hashed", path);
            }
        }
    }

    /** Hands on a value, or a failure without the wrapping that dependent stages put around it. */
    static <T> BiConsumer<T, Throwable> passTo(CompletableFuture<T> result) {
        return (value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
                result.completeExceptionally(wrapped ? failure.getCause() : failure);
            }
        };
    }

    private void submit(Worker worker) {
        try {
            executor.execute(worker);
        } catch (RuntimeException e) { // the executor was closed
            worker.leave(e);
        }
    }

    private boolean isStopped() {
        return outcome.isDone() || failure.get() != null;
    }

    private final class Worker implements Runnable {
        private final PieceReader reader = new PieceReader(layout, tree);

        @Override
        public void run() {
            try {
                int slice = 0;
                while (slice < SLICE_BYTES) {
                    int piece = isStopped() ? layout.pieceCount() : nextPiece.getAndIncrement();
                    if (piece >= layout.pieceCount()) {
                        leave(null);
                        return;
                    }
                    hash(piece);
                    slice += layout.pieceLength(piece);
                }
            } catch (Throwable e) { // whatever it is belongs to the caller, who would wait for ever otherwise
                leave(e);
                return;
            }
            submit(this);
        }

        private void hash(int piece) {
            reader.hash(piece, HashingJob.this::isStopped, this::count).ifPresent(digest -> {
                System.arraycopy(
                        digest, 0, digests.bytes, piece * PieceHashes.DIGEST_LENGTH, PieceHashes.DIGEST_LENGTH);
                digests.found[piece] = true;
            });
        }

        /** Reads are short, so that paying for one after it was done is as good as before. */
        private void count(long bytes) {
            progress.accept(hashedBytes.addAndGet(bytes));
            long wait = reading.reserve(bytes);
            long start = System.nanoTime();
            for (long left = wait; left > 0 && !isStopped(); left = wait - (System.nanoTime() - start)) {
                LockSupport.parkNanos(Math.min(left, LONGEST_WAIT_NANOS));
            }
        }

        private void leave(Throwable why) {
            reader.close();
            failure.compareAndSet(null, why);
            if (activeWorkers.decrementAndGet() > 0) {
                return;
            }
            if (failure.get() == null) {
                finished.complete(digests);
            } else {
                finished.completeExceptionally(failure.get());
            }
        }
    }
}
