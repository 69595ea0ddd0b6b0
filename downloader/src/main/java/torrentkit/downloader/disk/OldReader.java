package torrentkit.downloader.disk;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import torrentkit.piece.PieceHasher;
import torrentkit.storage.ServedFile;
import torrentkit.storage.StorageException;

/** Reads and hashes ranges of old files with one small buffer. What cannot be read is not tried again. One thread at a time. */
final class OldReader implements AutoCloseable {
    private static final Logger LOG = System.getLogger(OldReader.class.getName());
    private static final int READ_BYTES = 128 << 10;

    /** Bytes of an old file; zeros when there is no file. */
    record Range(Optional<Path> file, long offset, int length) {}

    /** Told what is read, in its order. */
    interface Receiver {
        /** @param begin of these bytes in the piece */
        void receive(int begin, ByteBuffer bytes);
    }

    private final Set<Path> unreadable;
    private final PieceHasher hasher = new PieceHasher();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private Path openPath;
    private ServedFile open;

    /** @param unreadable files that cannot be read; shared by all readers of a job */
    OldReader(Set<Path> unreadable) {
        this.unreadable = unreadable;
    }

    /** The SHA-1 of these ranges after each other; nothing when they cannot all be read. What the receiver throws passes through. */
    Optional<byte[]> digest(List<Range> ranges, Receiver receiver) {
        hasher.reset();
        int begin = 0;
        for (Range range : ranges) {
            for (int done = 0; done < range.length; done += buffer.limit()) {
                buffer.clear().limit(Math.min(READ_BYTES, range.length - done));
                if (!fill(range, range.offset + done)) {
                    return Optional.empty();
                }
                hasher.update(buffer.flip());
                receiver.receive(begin, buffer.rewind());
                begin += buffer.limit();
            }
        }
        return Optional.of(hasher.digest());
    }

    private boolean fill(Range range, long position) {
        if (range.file.isEmpty()) {
            buffer.put(new byte[buffer.remaining()]);
            return true;
        }
        Path path = range.file.get();
        if (unreadable.contains(path)) {
            return false;
        }
        try {
            if (!path.equals(openPath)) {
                close();
                open = ServedFile.open(path.getParent(), path.getFileName());
                openPath = path;
            }
            open.read(buffer, position);
            return true;
        } catch (StorageException e) {
            if (unreadable.add(path)) {
                LOG.log(
                        Level.WARNING,
                        "an old copy cannot be used: {0}",
                        e.getMessage().replaceAll("\\p{C}", "?"));
            }
            close();
            return false;
        }
    }

    @Override
    public void close() {
        openPath = null;
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
