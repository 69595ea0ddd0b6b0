package torrentkit.downloader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.storage.StorageException;

/**
 * Keeps a target to one download, of all processes. A lock of the operating system on a small file next to the target: it goes away
 * with the process, however that ends. POSIX drops a process's locks on a file when any of its handles on that file is closed, so this
 * process must never open the file a second time: {@link #HELD} keeps its own downloads apart, and nothing reads the file.
 */
final class TargetLock {
    /** The lock files of this process. Static because the operating system's locks belong to the process, not to who took them. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int MAX_TOKEN = 4096;

    private final Path file;
    private final FileChannel channel;

    private TargetLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws DownloadException if another download has the target, or the disk refuses */
    static TargetLock acquire(Path target, Path file) {
        Path real;
        try {
            real = file.getParent().toRealPath().resolve(file.getFileName());
        } catch (IOException e) {
            throw failed(target, file, e);
        }
        if (!HELD.add(real)) {
            throw inUse(target);
        }
        FileChannel locked = null;
        try {
            locked = lock(target, real);
            return new TargetLock(real, locked);
        } finally {
            if (locked == null) {
                HELD.remove(real);
            }
        }
    }

    private static FileChannel lock(Path target, Path file) {
        while (true) {
            FileChannel channel = null;
            try {
                channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                if (channel.tryLock() == null) {
                    close(channel);
                    throw inUse(target);
                }
                if (isStill(file, channel)) {
                    return channel;
                }
                close(channel);
            } catch (OverlappingFileLockException e) {
                close(channel);
                throw inUse(target);
            } catch (NoSuchFileException e) {
                if (channel == null) { // no file can be made there
                    throw failed(target, file, e);
                }
                close(channel); // removed after we had opened it
            } catch (IOException e) {
                close(channel);
                throw failed(target, file, e);
            }
        }
    }

    /**
     * Whether the name still stands for the file that we locked: the one before us may have removed it after we had opened it. Told by
     * giving ours a size, twice, and asking for the size of what is there, since nothing may be opened.
     */
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        int size = 1 + ThreadLocalRandom.current().nextInt(MAX_TOKEN);
        for (int token : new int[] {size, size + 1 + ThreadLocalRandom.current().nextInt(MAX_TOKEN)}) {
            channel.truncate(0).write(ByteBuffer.allocate(token));
            if (Files.size(file) != token) {
                return false;
            }
        }
        return true;
    }

    private static DownloadException failed(Path target, Path file, IOException cause) {
        return DownloadException.of(StorageException.of("cannot lock " + target + " with " + file, file, cause));
    }

    private static DownloadException inUse(Path target) {
        return new DownloadException(
                Reason.TARGET_IN_USE,
                "another download of " + target + " is under way: wait for it or choose another name");
    }

    /** Removes the lock file and lets others have the target. Doing it twice is harmless. */
    synchronized void release() {
        if (channel.isOpen()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                System.getLogger(TargetLock.class.getName()).log(System.Logger.Level.DEBUG, "cannot remove " + file, e);
            }
            close(channel);
            HELD.remove(file);
        }
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(TargetLock.class.getName())
                        .log(System.Logger.Level.DEBUG, "cannot close a lock file", e);
            }
        }
    }
}
