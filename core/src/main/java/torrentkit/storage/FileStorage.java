package torrentkit.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.TorrentLayout;

/**
 * A torrent's content in one file or in many below a top directory. Files are opened when somebody reads or writes them, through
 * {@link OpenFiles}, and never memory-mapped: a file that somebody shortens would take the process down. Pad files (BEP 47) read
 * as zeros and are never on disk.
 */
public final class FileStorage implements Storage {
    private final TorrentLayout layout;
    private final FileTree tree;
    private final List<FileStamp> stamps; // empty when writing
    private final boolean writable;
    private final OpenFiles files;
    private volatile boolean closed;

    private FileStorage(Metainfo metainfo, Path root, List<FileStamp> stamps, boolean writable, OpenFiles files) {
        this.layout = metainfo.layout();
        this.tree = FileTree.of(metainfo, root);
        this.stamps = List.copyOf(stamps);
        this.writable = writable;
        this.files = files;
    }

    /**
     * Content that is served and must stay as it was hashed. After each read the stamp of every file that was touched is compared,
     * so that what was read is what the stamp vouches for.
     *
     * @param root the file, or the top directory
     * @param stamps one a file, {@link FileStamp#PADDING} for a pad file or link
     * @throws IllegalArgumentException unless there is one stamp a file
     */
    public static FileStorage reading(Metainfo metainfo, Path root, List<FileStamp> stamps, OpenFiles files) {
        if (stamps.size() != metainfo.files().size()) {
            throw new IllegalArgumentException(
                    "expected one stamp a file, " + metainfo.files().size() + ", found " + stamps.size());
        }
        return new FileStorage(metainfo, root, stamps, false, files);
    }

    /**
     * Content that is being downloaded. Files and directories are made when something is written to them; {@link #finish()} makes
     * the empty ones. What was written can be read.
     *
     * @param root the file to write, or the top directory
     */
    public static FileStorage writing(Metainfo metainfo, Path root, OpenFiles files) {
        return new FileStorage(metainfo, root, List.of(), true, files);
    }

    @Override
    public void read(int index, int begin, ByteBuffer dst) {
        check(index, begin, dst.remaining());
        long position = layout.pieceOffset(index) + begin;
        int limit = dst.limit();
        try {
            while (dst.position() < limit) {
                int file = layout.fileAt(position);
                long offset = position - layout.fileOffset(file);
                int length = (int) Math.min(limit - dst.position(), layout.fileLength(file) - offset);
                dst.limit(dst.position() + length);
                if (!tree.isStored(file)) {
                    zero(dst);
                } else {
                    read(file, offset, dst);
                }
                position += length;
                dst.limit(limit);
            }
        } finally {
            dst.limit(limit);
        }
    }

    private void read(int file, long offset, ByteBuffer dst) {
        try (OpenFiles.Handle handle = handle(file, false)) {
            long position = offset;
            while (dst.hasRemaining()) {
                int count = handle.channel().read(dst, position);
                if (count < 0) {
                    break;
                }
                position += count;
            }
            if (!writable) {
                compare(file, handle.path());
            }
            if (dst.hasRemaining()) {
                throw new StorageException(
                        "expected " + layout.fileLength(file) + " bytes in " + handle.path() + ", but it ends at "
                                + position,
                        handle.path());
            }
        } catch (IOException e) {
            Path path = tree.path(file);
            throw StorageException.of("cannot read " + path, path, e);
        }
    }

    private void compare(int file, Path path) {
        FileStamp now;
        try {
            now = FileStamp.of(path);
        } catch (StorageException e) {
            throw new ContentChangedException(path + " is gone or out of reach since it was hashed", path);
        }
        FileStamp then = stamps.get(file);
        if (!now.equals(then)) {
            throw new ContentChangedException(
                    path + " has changed since it was hashed: expected " + then + ", found " + now, path);
        }
    }

    @Override
    public void write(int index, int begin, ByteBuffer src) {
        if (!writable) {
            throw new IllegalStateException("this storage was opened for reading");
        }
        check(index, begin, src.remaining());
        long position = layout.pieceOffset(index) + begin;
        int limit = src.limit();
        try {
            while (src.position() < limit) {
                int file = layout.fileAt(position);
                long offset = position - layout.fileOffset(file);
                int length = (int) Math.min(limit - src.position(), layout.fileLength(file) - offset);
                src.limit(src.position() + length);
                if (!tree.isStored(file)) {
                    src.position(src.limit());
                } else {
                    write(file, offset, src);
                }
                position += length;
                src.limit(limit);
            }
        } finally {
            src.limit(limit);
        }
    }

    private void write(int file, long offset, ByteBuffer src) {
        try (OpenFiles.Handle handle = handle(file, true)) {
            long position = offset;
            while (src.hasRemaining()) {
                position += handle.channel().write(src, position);
            }
        } catch (IOException e) {
            Path path = tree.path(file);
            throw StorageException.of("cannot write " + path, path, e);
        }
    }

    /**
     * Makes the files as the torrent has them once every piece is written: creates those without a byte, cuts off what lies after
     * a file's end, and forces everything to the disk, so that a rename afterwards never shows less than the whole.
     *
     * @throws StorageException if the disk fails, or a file is shorter than it should be
     * @throws IllegalStateException if this storage was opened for reading
     */
    public void finish() {
        finish(file -> true);
    }

    /**
     * Does {@link #finish()} for some of the files.
     *
     * @param files by their numbers in the torrent; those that are not on disk by nature are left out anyway
     */
    public void finish(IntPredicate files) {
        forEach(files, this::finish);
    }

    /**
     * Forces what was written to some of the files to the disk, so that a state that is saved afterwards may say that it is there.
     *
     * @throws StorageException if the disk fails or one of the files is not there
     * @throws IllegalStateException if this storage was opened for reading
     */
    public void force(IntPredicate files) {
        forEach(files, file -> {
            try (OpenFiles.Handle handle = handle(file, false)) {
                handle.channel().force(true);
            } catch (IOException e) {
                Path path = tree.path(file);
                throw StorageException.of("cannot write " + path, path, e);
            }
        });
    }

    private void forEach(IntPredicate files, IntConsumer step) {
        if (!writable) {
            throw new IllegalStateException("this storage was opened for reading");
        }
        BitSet done = new BitSet();
        for (int file = 0; file < tree.fileCount(); file++) {
            if (tree.isStored(file) && files.test(file)) {
                step.accept(file);
                done.set(file);
            }
        }
        tree.forceDirectories(done);
    }

    private void finish(int file) {
        long length = layout.fileLength(file);
        try (OpenFiles.Handle handle = handle(file, length == 0)) {
            FileChannel channel = handle.channel();
            if (channel.size() > length) {
                channel.truncate(length);
            } else if (channel.size() < length) {
                throw new StorageException(
                        "expected " + length + " bytes in " + handle.path() + ", found " + channel.size(),
                        handle.path());
            }
            channel.force(true);
        } catch (IOException e) {
            Path path = tree.path(file);
            throw StorageException.of("cannot finish " + path, path, e);
        }
    }

    private OpenFiles.Handle handle(int file, boolean create) {
        OpenFiles.Handle handle = files.acquire(this, file, () -> tree.path(file), () -> open(file, create));
        if (closed) { // since the check at the start, and close() may not have seen this handle
            handle.close();
            files.release(this);
            throw closedException();
        }
        return handle;
    }

    private FileChannel open(int file, boolean create) {
        if (writable) {
            return tree.openForWriting(file, create);
        }
        try {
            return tree.openForReading(file);
        } catch (StorageException e) {
            compare(file, tree.path(file)); // if the file is another one now, that is what is wrong
            throw e;
        }
    }

    private StorageException closedException() {
        return new StorageException("the storage of " + tree.root() + " is closed", tree.root());
    }

    private void check(int index, int begin, int length) {
        if (closed) {
            throw closedException();
        }
        if (begin < 0 || begin >= layout.pieceLength(index)) {
            throw new IndexOutOfBoundsException("byte " + begin + " of piece " + index);
        }
        if (length > layout.totalLength() - layout.pieceOffset(index) - begin) {
            throw new IndexOutOfBoundsException(
                    length + " bytes from byte " + begin + " of piece " + index + " cross the end");
        }
    }

    private static void zero(ByteBuffer dst) {
        while (dst.remaining() >= Long.BYTES) {
            dst.putLong(0);
        }
        while (dst.hasRemaining()) {
            dst.put((byte) 0);
        }
    }

    @Override
    public void close() {
        closed = true;
        files.release(this);
    }
}
