package torrentkit.downloader.disk;

import java.nio.file.Path;
import java.util.Optional;
import torrentkit.storage.FileStamp;
import torrentkit.storage.FileTree;
import torrentkit.storage.StorageException;

/**
 * Notices when a file of the part is taken away or replaced while it is written: handles that are open go on writing to what nobody
 * can find any more. Thread-safe; where two threads learn of a file at once, both learn the same.
 */
final class WrittenFiles {
    private static final long UNKNOWN = 0; // also where the platform does not tell

    private final FileTree part;
    private final long[] inodes;

    WrittenFiles(FileTree part) {
        this.part = part;
        this.inodes = new long[part.fileCount()];
    }

    /** The file is there, and was written or is going to be. */
    void learn(int file) {
        if (inodes[file] == UNKNOWN) {
            Stamps.of(part.path(file)).ifPresent(stamp -> inodes[file] = stamp.inode());
        }
    }

    /**
     * The stamp of a file, which must be there and be the one that was written all the time.
     *
     * @throws StorageException if it is not
     */
    FileStamp require(int file) {
        Optional<FileStamp> now = Stamps.of(part.path(file));
        if (now.isEmpty() || inodes[file] != UNKNOWN && now.get().inode() != inodes[file]) {
            throw gone(file);
        }
        return now.get();
    }

    StorageException gone(int file) {
        Path path = part.path(file);
        return new StorageException(path + " was removed or replaced while it was downloaded: start again", path);
    }
}
