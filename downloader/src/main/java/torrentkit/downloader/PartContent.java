package torrentkit.downloader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.metainfo.Metainfo;
import torrentkit.storage.FileStamp;
import torrentkit.storage.FileStorage;
import torrentkit.storage.FileTree;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;

/**
 * The content of a download on disk: a part file or directory next to the target until it is whole, then the target itself. The part's
 * name holds the beginning of the info-hash, so that two versions of a file never mix. A lock file keeps a second download, also of
 * another process, from the same target for as long as this is open. Reads and writes may go on while it becomes whole.
 */
final class PartContent implements Storage {
    private static final int MAX_NAME_BYTES = 255;

    private final Metainfo metainfo;
    private final Path target;
    private final Path part;
    private final OpenFiles files;
    private final TargetLock lock;
    private final FileStorage writing;
    private final ReadWriteLock moving = new ReentrantReadWriteLock(); // its write lock changes what current means
    private Storage current;

    private PartContent(Metainfo metainfo, Path target, Path part, OpenFiles files, TargetLock lock) {
        this.metainfo = metainfo;
        this.target = target;
        this.part = part;
        this.files = files;
        this.lock = lock;
        this.writing = FileStorage.writing(metainfo, part, files);
        this.current = writing;
    }

    /**
     * Makes the target ours. Creates its parent directories, and no data.
     *
     * @throws DownloadException if something is under the final name, another download has the target, or the disk refuses
     */
    static PartContent open(Metainfo metainfo, Path target, OpenFiles files) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(target);
        }
        try {
            Files.createDirectories(target.getParent());
        } catch (IOException e) {
            throw DownloadException.of(
                    StorageException.of("cannot create directory " + target.getParent(), target.getParent(), e));
        }
        String hash = metainfo.infoHash().toString();
        TargetLock lock = TargetLock.acquire(target, sibling(target, ".", ".lock", hash));
        return new PartContent(
                metainfo, target, sibling(target, "", "." + hash.substring(0, 8) + ".part", hash), files, lock);
    }

    private static DownloadException exists(Path target) {
        return new DownloadException(
                Reason.TARGET_EXISTS, target + " exists already: move it away or choose another name for the download");
    }

    /** The target's name with something around it, or with the info-hash for its stem when that would be too long. */
    private static Path sibling(Path target, String prefix, String suffix, String hash) {
        String name = prefix + target.getFileName() + suffix;
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            name = prefix + hash + suffix;
        }
        return target.resolveSibling(name);
    }

    /** Where the data is until it is whole. */
    Path part() {
        return part;
    }

    @Override
    public void read(int index, int begin, ByteBuffer dst) {
        moving.readLock().lock();
        try {
            current.read(index, begin, dst);
        } finally {
            moving.readLock().unlock();
        }
    }

    @Override
    public void write(int index, int begin, ByteBuffer src) {
        writing.write(index, begin, src);
    }

    /**
     * Every piece is verified: forces all to the disk and gives it its final name. From now on reads come from there, and watch for
     * changes.
     *
     * @throws DownloadException if the disk refuses or something has appeared under the final name
     */
    void finish() {
        try {
            writing.finish();
        } catch (StorageException e) {
            throw DownloadException.of(e);
        }
        moving.writeLock().lock();
        try {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw exists(target);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory(target.getParent());
            current = FileStorage.reading(metainfo, target, stamps(), files);
        } catch (IOException e) {
            throw DownloadException.of(StorageException.of("cannot rename " + part + " to " + target, target, e));
        } finally {
            moving.writeLock().unlock();
        }
        writing.close();
        lock.release();
    }

    /** The files as they are now: a rename may have changed their change time. */
    private List<FileStamp> stamps() {
        FileTree tree = FileTree.of(metainfo, target);
        return IntStream.range(0, tree.fileCount()).mapToObj(tree::stamp).toList();
    }

    /** Makes the rename last; where directories cannot be forced, the file system's own order must do. */
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            System.getLogger(PartContent.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot force directory " + directory, e);
        }
    }

    /** Releases handles and lock; data stays. */
    @Override
    public void close() {
        moving.writeLock().lock();
        try {
            current.close();
        } finally {
            moving.writeLock().unlock();
        }
        writing.close();
        lock.release();
    }
}
