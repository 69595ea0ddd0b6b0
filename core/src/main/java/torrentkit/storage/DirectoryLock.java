package torrentkit.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory that one owner at a time may write to, whichever process it lives in. The operating system gives the lock back when
 * the process ends, however it ends; the file {@code lock} stays and means nothing by itself.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String NAME = "lock";
    private static final int MAX_PROCESS_ID_BYTES = 20;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the directory where it is missing, and takes it.
     *
     * @throws StorageException if another owner has it, of kind {@link StorageException.Kind#EXISTS}, or if it cannot be written
     */
    public static DirectoryLock take(Path directory) {
        Path file = directory.resolve(NAME);
        FileChannel channel;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw StorageException.of("cannot write to the directory " + directory, directory, e);
        }
        boolean taken = false;
        try {
            taken = tryLock(channel);
            if (!taken) {
                throw new StorageException(
                        StorageException.Kind.EXISTS,
                        "The directory " + directory + " is in use by another process" + owner(channel)
                                + ". Stop that one, or give this one a directory of its own.",
                        directory,
                        null);
            }
            channel.truncate(0).write(ByteBuffer.wrap(processId()), 0);
        } catch (IOException e) {
            throw StorageException.of("cannot lock " + file, file, e);
        } finally {
            if (!taken) {
                close(channel);
            }
        }
        return new DirectoryLock(channel);
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this process
        }
    }

    private static byte[] processId() {
        return Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_PROCESS_ID_BYTES);
        channel.read(text, 0);
        String found = StandardCharsets.US_ASCII.decode(text.flip()).toString();
        return found.matches("[0-9]+") ? ", number " + found : "";
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the lock goes with the process
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
