package torrentkit.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A regular file below a directory, opened to be sent as it is, with the stamp that it had when it was opened: as long as that
 * still fits, all bytes that were read belong to the same content. Safe for use by several threads; the owner closes it.
 */
public final class ServedFile implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final Path real;
    private final FileChannel channel;
    private final FileStamp stamp;

    private ServedFile(Path real, FileChannel channel, FileStamp stamp) {
        this.real = real;
        this.channel = channel;
        this.stamp = stamp;
    }

    /**
     * Opens a file. Links are followed as long as they stay below the base, also while somebody swaps them.
     *
     * @param relative below the base
     * @throws StorageException if it is missing, unreadable, no regular file, or leads outside of the base
     * @throws ContentChangedException if it is replaced faster than it can be opened
     */
    public static ServedFile open(Path base, Path relative) {
        Path path = base.resolve(relative);
        try {
            Path realBase = base.toRealPath();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Path real = path.toRealPath();
                FileStamp before = FileStamp.of(real);
                FileChannel channel = ContainedFiles.openReal(realBase, real);
                try {
                    if (channel.size() == before.size() && FileStamp.of(real).equals(before)) {
                        return new ServedFile(real, channel, before);
                    }
                } catch (IOException | RuntimeException e) {
                    channel.close();
                    throw e;
                }
                channel.close();
            }
        } catch (IOException e) {
            throw StorageException.of("cannot read " + path, path, e);
        }
        throw new ContentChangedException(path + " is replaced again and again", path);
    }

    /** Without symbolic links. */
    public Path real() {
        return real;
    }

    /** What it was when it was opened. */
    public FileStamp stamp() {
        return stamp;
    }

    /** For positioned reads and for sending regions; not to be closed. */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Checks that the file is still the one that was opened, with the content of then.
     *
     * @throws ContentChangedException if it is not
     */
    public void requireUnchanged() {
        FileStamp now;
        try {
            now = FileStamp.of(real);
        } catch (StorageException e) {
            throw new ContentChangedException(real + " is gone", real);
        }
        if (!now.equals(stamp)) {
            throw new ContentChangedException(real + " has changed since it was opened", real);
        }
    }

    /**
     * Fills the buffer from this position on.
     *
     * @throws ContentChangedException if the file has changed since it was opened
     * @throws StorageException if it cannot be read
     */
    public void read(ByteBuffer into, long position) {
        try {
            long at = position;
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count < 0) {
                    throw new EOFException("it ends at " + at);
                }
                at += count;
            }
        } catch (IOException e) {
            requireUnchanged();
            throw StorageException.of("cannot read " + real, real, e);
        }
        requireUnchanged();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw StorageException.of("cannot close " + real, real, e);
        }
    }
}
