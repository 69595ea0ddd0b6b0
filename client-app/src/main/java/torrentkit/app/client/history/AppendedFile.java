package torrentkit.app.client.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that whole lines are added to, by several processes at once too: each batch goes to the end in one write. What a process that
 * died or a full disk left there of a line is ended first. Not thread-safe.
 */
final class AppendedFile implements AutoCloseable {
    private static final int LOOKED_AT = 4 * 1024;

    private final FileChannel end;
    private final FileChannel whole; // Java does not read through a channel that appends

    private AppendedFile(FileChannel end, FileChannel whole) {
        this.end = end;
        this.whole = whole;
    }

    /**
     * Opens the file, or makes it.
     *
     * @throws IOException also when there is something that nobody would want lines of JSON to be added to
     */
    static AppendedFile open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe would let us wait for a reader
            throw new FileSystemException(file.toString(), null, "It is not a regular file: choose another name");
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new FileSystemException(file.toString(), null, "There is no directory " + parent);
        }
        FileChannel end =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        try {
            FileChannel whole = FileChannel.open(file, StandardOpenOption.READ);
            try {
                refuseOtherContent(file, whole);
                return new AppendedFile(end, whole);
            } catch (IOException | RuntimeException e) {
                whole.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            end.close();
            throw new FileSystemException(file.toString(), null, "Somebody else deletes it");
        } catch (IOException | RuntimeException e) {
            end.close();
            throw e;
        }
    }

    private static void refuseOtherContent(Path file, FileChannel content) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(LOOKED_AT);
        content.read(start, 0);
        start.flip();
        while (start.hasRemaining()) {
            byte b = start.get();
            if (b == '{') {
                return;
            }
            if (b != '\n' && b != '\r' && b != ' ' && b != '\t') {
                throw new FileSystemException(
                        file.toString(), null, "It holds something else than a record: choose another name");
            }
        }
    }

    /** Adds whole lines. */
    void append(byte[] lines) throws IOException {
        byte[] batch = lines;
        if (endsInsideLine()) {
            batch = new byte[lines.length + 1];
            batch[0] = '\n';
            System.arraycopy(lines, 0, batch, 1, lines.length);
        }
        ByteBuffer left = ByteBuffer.wrap(batch);
        while (left.hasRemaining()) { // one turn, unless the disk is full
            end.write(left);
        }
    }

    /** Somebody else who writes at this moment may make it seem so; the empty line that comes of it is no harm. */
    private boolean endsInsideLine() throws IOException {
        long size = whole.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        return size > 0 && whole.read(last, size - 1) == 1 && last.get(0) != '\n';
    }

    @Override
    public void close() throws IOException {
        try (whole;
                end) {
            // nothing is held back, so nothing is to be done but this
        }
    }
}
