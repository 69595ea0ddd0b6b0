package torrentkit.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;

/**
 * Where the files of one torrent are on disk, and the only way to them: whatever the torrent or a link says, nothing outside of
 * the root is opened. Immutable.
 */
public final class FileTree {
    private final Path root;
    private final boolean directory;
    private final List<FileEntry> files;

    /**
     * @param root the file itself, or the top directory
     * @param directory which of the two
     * @param files in torrent order
     */
    public FileTree(Path root, boolean directory, List<FileEntry> files) {
        this.root = root.toAbsolutePath();
        this.directory = directory;
        this.files = files;
    }

    /** @param root the file, or the top directory, whatever their names */
    public static FileTree of(Metainfo metainfo, Path root) {
        return new FileTree(root, metainfo.isDirectory(), metainfo.files());
    }

    public Path root() {
        return root;
    }

    public int fileCount() {
        return files.size();
    }

    /** Bytes that the torrent gives to the file. */
    public long length(int file) {
        return files.get(file).length();
    }

    /** Whether there is a file on disk for this entry: it is neither padding, zeros that are never there, nor a link (BEP 47). */
    public boolean isStored(int file) {
        return files.get(file).isStored();
    }

    /**
     * Where the file is, or would be.
     *
     * @throws StorageException if this system has no such file names
     */
    public Path path(int file) {
        return directory ? root.resolve(relative(file)) : root;
    }

    /**
     * What tells whether the file changes; {@link FileStamp#PADDING} for one that is not {@link #isStored stored}.
     *
     * @throws StorageException if the file cannot be examined
     */
    public FileStamp stamp(int file) {
        return isStored(file) ? FileStamp.of(path(file)) : FileStamp.PADDING;
    }

    /**
     * Opens the file for positioned reads; the caller closes it.
     *
     * @throws StorageException if it is missing, unreadable, no regular file, or leads outside of the root
     */
    public FileChannel openForReading(int file) {
        Path path = path(file);
        try {
            return ContainedFiles.openForReading(base(), relative(file));
        } catch (IOException e) {
            throw StorageException.of("cannot read " + path, path, e);
        }
    }

    /**
     * Opens the file for positioned reads and writes; the caller closes it.
     *
     * @param create whether to make the file and its directories where they are missing
     * @throws StorageException if it cannot be written, is no regular file, or a link is on the way below the root
     */
    FileChannel openForWriting(int file, boolean create) {
        Path path = path(file);
        try {
            return ContainedFiles.openForWriting(base(), relative(file), create);
        } catch (IOException e) {
            throw StorageException.of("cannot write " + path, path, e);
        }
    }

    /**
     * Forces the directory entries of these files to the disk, where the platform lets directories be opened for that.
     *
     * @throws StorageException if the disk fails
     */
    void forceDirectories(BitSet stored) {
        Set<Path> directories = new TreeSet<>(
                Comparator.comparingInt(Path::getNameCount).reversed().thenComparing(p -> p));
        for (int file = stored.nextSetBit(0); file >= 0; file = stored.nextSetBit(file + 1)) {
            for (Path at = path(file).getParent(); at.startsWith(base()) && directories.add(at); at = at.getParent()) {}
        }
        directories.forEach(FileTree::force);
    }

    private static void force(Path directory) {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            return; // Windows, or a directory that may not be listed: there is no way to force it
        }
        try (channel) {
            channel.force(true);
        } catch (IOException e) {
            throw StorageException.of("cannot write " + directory, directory, e);
        }
    }

    private Path base() {
        return directory ? root : root.getParent();
    }

    private Path relative(int file) {
        if (!directory) {
            if (root.getFileName() == null) {
                throw new StorageException(
                        StorageException.Kind.EXISTS, root + " is a directory, not a file", root, null);
            }
            return root.getFileName();
        }
        List<String> path = files.get(file).path();
        try {
            return root.getFileSystem()
                    .getPath(path.get(0), path.subList(1, path.size()).toArray(String[]::new));
        } catch (InvalidPathException e) {
            throw new StorageException(
                    "this system has no file named " + files.get(file).joinedPath()
                            + ". Start with a UTF-8 locale, such as LC_ALL=C.UTF-8.",
                    root,
                    e);
        }
    }
}
