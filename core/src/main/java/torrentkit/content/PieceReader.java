package torrentkit.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import torrentkit.piece.PieceHasher;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.FileTree;
import torrentkit.storage.StorageException;

/**
 * Reads pieces from disk and hashes them. Reads are small enough for the bytes to be hashed while they are still in the second-level
 * cache. A piece of zeros, as sparse files and unfinished downloads have many, is recognised and its digest is worked out once:
 * comparing is several times as fast as hashing. One thread at a time.
 */
final class PieceReader implements AutoCloseable {
    private static final int READ_BYTES = 128 << 10;
    private static final int NO_FILE = -1;

    private final TorrentLayout layout;
    private final FileTree tree;
    private final PieceHasher hasher = new PieceHasher();
    private final int readBytes;
    private final ByteBuffer buffer;
    private final ByteBuffer zeros;

    private int openFile = NO_FILE;
    private FileChannel channel;

    private int zeroLength; // the length whose digest of zeros is known; 0 when none is
    private byte[] zeroDigest;

    PieceReader(TorrentLayout layout, FileTree tree) {
        this.layout = layout;
        this.tree = tree;
        // Of the many contents that are hashed ahead of requests most are small, and then the buffers are what takes
        // time.
        this.readBytes = Math.min(READ_BYTES, layout.pieceLength(0));
        this.buffer = ByteBuffer.allocateDirect(readBytes);
        this.zeros = ByteBuffer.allocateDirect(readBytes).asReadOnlyBuffer();
    }

    /**
     * The digest of a piece; nothing when a file is missing or too short, or when told to stop.
     *
     * @param stopped asked before each read
     * @param counted told the bytes of each read, and of the rest when bytes are missing
     * @throws StorageException if a file is there and cannot be read
     */
    Optional<byte[]> hash(int piece, BooleanSupplier stopped, LongConsumer counted) {
        int length = layout.pieceLength(piece);
        boolean onlyZeros = true;
        hasher.reset();
        for (int done = 0; done < length; ) {
            if (stopped.getAsBoolean()) {
                return Optional.empty();
            }
            if (!read(layout.pieceOffset(piece) + done, length - done)) {
                counted.accept(length - done);
                return Optional.empty();
            }
            int count = buffer.remaining();
            if (onlyZeros && !isZeros(buffer)) {
                onlyZeros = false;
                addZeros(done);
            }
            if (!onlyZeros) {
                hasher.update(buffer);
            }
            done += count;
            counted.accept(count);
        }
        return Optional.of(onlyZeros ? zeroDigest(length) : hasher.digest());
    }

    /** Reads from one file, at least one byte and at most the buffer's size; answers whether the bytes are there. */
    private boolean read(long position, int most) {
        int file = layout.fileAt(position);
        long offset = position - layout.fileOffset(file);
        buffer.clear().limit((int) Math.min(Math.min(most, readBytes), layout.fileLength(file) - offset));
        if (!tree.isStored(file)) {
            buffer.put(0, zeros, 0, buffer.limit());
            return true;
        }
        if (!open(file)) {
            return false;
        }
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    return false;
                }
            }
        } catch (IOException e) {
            throw StorageException.of("cannot read " + tree.path(file), tree.path(file), e);
        }
        buffer.flip();
        return true;
    }

    private boolean open(int file) {
        if (openFile == file) {
            return true;
        }
        close();
        try {
            channel = tree.openForReading(file);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.NOT_FOUND || e.kind() == StorageException.Kind.EXISTS) {
                return false;
            }
            throw e;
        }
        openFile = file;
        return true;
    }

    private boolean isZeros(ByteBuffer data) {
        return data.get(data.position()) == 0
                && data.mismatch(zeros.limit(data.remaining()).position(0)) < 0;
    }

    private void addZeros(int count) {
        for (int left = count; left > 0; left -= readBytes) {
            hasher.update(zeros.limit(Math.min(left, readBytes)).position(0));
        }
    }

    private byte[] zeroDigest(int length) {
        if (zeroLength != length) {
            addZeros(length);
            zeroDigest = hasher.digest();
            zeroLength = length;
        }
        return zeroDigest;
    }

    /** Closes the file that is open; reading another piece opens it again. */
    @Override
    public void close() {
        if (openFile == NO_FILE) {
            return;
        }
        openFile = NO_FILE;
        try {
            channel.close();
        } catch (IOException e) {
            // nothing was written, so nothing is lost
        }
    }
}
