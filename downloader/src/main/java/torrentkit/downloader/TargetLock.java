package torrentkit.downloader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.storage.StorageException;

/**
 * Keeps a target to one download, of all processes. A lock of the operating system on a small file next to the target: it goes away
 * with the process, however that ends. The data file itself would not do, since POSIX drops a process's locks on a file when any of its
 * handles is closed.
 */
final class TargetLock {
    private final Path file;
    private final FileChannel channel;
    private final FileChannel witness; // open as long as the lock is held, since closing it would drop that

    private TargetLock(Path file, FileChannel channel, FileChannel witness) {
        this.file = file;
        this.channel = channel;
        this.witness = witness;
    }

    /** @throws DownloadException if another download has the target, or the disk refuses */
    static TargetLock acquire(Path target, Path file) {
        while (true) {
            FileChannel channel = null;
            FileChannel witness = null;
            try {
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (channel.tryLock() == null) {
                    close(channel);
                    throw inUse(target);
                }
                byte[] token = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
                channel.truncate(0).write(ByteBuffer.wrap(token));
                witness = FileChannel.open(file, StandardOpenOption.READ);
                ByteBuffer found = ByteBuffer.allocate(token.length);
                if (witness.read(found) == token.length && Arrays.equals(token, found.array())) {
                    return new TargetLock(file, channel, witness);
                }
                close(witness);
                close(channel); // the one before us removed the file after we had opened it
            } catch (OverlappingFileLockException e) {
                close(channel);
                throw inUse(target);
            } catch (NoSuchFileException e) {
                close(channel); // removed after we had opened it
                if (!Files.isDirectory(file.getParent())) {
                    throw failed(target, file, e);
                }
            } catch (IOException e) {
                close(witness);
                close(channel);
                throw failed(target, file, e);
            }
        }
    }

    private static DownloadException failed(Path target, Path file, IOException cause) {
        return DownloadException.of(StorageException.of("cannot lock " + target + " with " + file, file, cause));
    }

    private static DownloadException inUse(Path target) {
        return new DownloadException(
                Reason.TARGET_IN_USE, "another download of " + target + " is under way: wait for it or choose another name");
    }

    /** Removes the lock file and lets others have the target. Doing it twice is harmless. */
    synchronized void release() {
        if (channel.isOpen()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                System.getLogger(TargetLock.class.getName())
                        .log(System.Logger.Level.DEBUG, "cannot remove " + file, e);
            }
            close(witness);
            close(channel);
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
