package torrentkit.downloader.disk;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import torrentkit.piece.Bitfield;
import torrentkit.piece.PieceHasher;
import torrentkit.storage.StorageException;

/**
 * Hashes pieces that may be on disk already, in bounded memory. Pieces of zeros, of which unfinished files have many, are recognised and
 * hashed once: comparing is several times as fast.
 */
final class PieceCheck implements SlicedJob.Step {
    private static final int READ_BYTES = 128 << 10;

    private final PartFiles files;
    private final int[] pieces;
    private final Bitfield good; // guarded by itself
    private final PieceHasher hasher = new PieceHasher();
    private final ByteBuffer buffer;
    private final ByteBuffer zeros;
    private int zeroLength; // the length whose digest of zeros is known
    private byte[] zeroDigest;

    private PieceCheck(PartFiles files, int[] pieces, Bitfield good) {
        this.files = files;
        this.pieces = pieces;
        this.good = good;
        this.buffer = ByteBuffer.allocateDirect(
                Math.min(READ_BYTES, files.metainfo().layout().pieceLength(0)));
        this.zeros = ByteBuffer.allocateDirect(buffer.capacity()).asReadOnlyBuffer();
    }

    /**
     * Which of these pieces are right.
     *
     * @return fails with {@link StorageException} if a file is there and cannot be read
     */
    static CompletableFuture<Bitfield> of(PartFiles files, Bitfield pieces, Executor executor) {
        int[] numbers = new int[pieces.count()];
        for (int i = pieces.nextSet(0), at = 0; i >= 0; i = pieces.nextSet(i + 1)) {
            numbers[at++] = i;
        }
        Bitfield good = new Bitfield(pieces.size());
        CompletableFuture<Void> job =
                SlicedJob.start(executor, numbers.length, files::isClosed, () -> new PieceCheck(files, numbers, good));
        CompletableFuture<Bitfield> result = job.thenApply(done -> good);
        result.whenComplete((found, failure) -> job.cancel(false)); // passes a cancellation on
        return result;
    }

    @Override
    public void run(int item) {
        int index = pieces[item];
        int length = files.metainfo().layout().pieceLength(index);
        hasher.reset();
        boolean onlyZeros = true;
        for (int begin = 0; begin < length; begin += buffer.limit()) {
            buffer.clear().limit(Math.min(buffer.capacity(), length - begin));
            try {
                files.read(index, begin, buffer);
            } catch (StorageException e) {
                if (e.kind() == StorageException.Kind.NOT_FOUND || e.kind() == StorageException.Kind.EXISTS) {
                    return; // gone since it was looked for
                }
                throw e;
            }
            buffer.flip();
            if (onlyZeros && !isZeros(buffer)) {
                onlyZeros = false;
                addZeros(begin);
            }
            if (!onlyZeros) {
                hasher.update(buffer);
            }
        }
        if (onlyZeros && (zeroLength != length)) {
            addZeros(length);
            zeroDigest = hasher.digest();
            zeroLength = length;
        }
        byte[] digest = onlyZeros ? zeroDigest : hasher.digest();
        if (files.metainfo().pieceHashes().matches(index, digest)) {
            synchronized (good) {
                good.set(index);
            }
        }
    }

    private boolean isZeros(ByteBuffer data) {
        return data.get(0) == 0 && data.mismatch(zeros.clear().limit(data.limit())) < 0;
    }

    private void addZeros(int count) {
        for (int left = count; left > 0; left -= zeros.limit()) {
            hasher.update(zeros.clear().limit(Math.min(left, zeros.capacity())));
        }
    }

    @Override
    public void close() {}
}
