package torrentkit.app.server.http;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.text.Shown;

/**
 * One line for each request, in the combined format that servers have had for decades and every analyser reads. A thread of its own
 * writes them; when the disk does not keep up, lines are dropped rather than clients kept waiting, and the program's log says how
 * many. Thread-safe.
 */
public final class AccessLog implements AutoCloseable {
    /** Where the lines go when they go to the program's log. */
    private static final Logger LINES = LoggerFactory.getLogger("torrentkit.access");

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int QUEUED = 8_192;
    private static final int CLOSE_MILLIS = 1_000;

    /** What the thread takes from the queue: a line, or one of these two. */
    private static final String REOPEN = new String("reopen");

    private static final String CLOSE = new String("close");

    private final BlockingQueue<String> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong droppedInAll = new AtomicLong();
    private final Path file; // null: the program's log
    private final Opening opening;
    private final Thread thread;
    private Writer writer; // of the thread
    private boolean failing; // so that a full disk is told of once and not a thousand times a second

    /** How the file is opened. */
    @FunctionalInterface
    interface Opening {
        Writer open(Path file) throws IOException;
    }

    AccessLog(Path file, Opening opening, int queued) throws IOException {
        this.file = file;
        this.opening = opening;
        this.queue = new ArrayBlockingQueue<>(queued);
        this.writer = file == null ? null : opening.open(file);
        this.thread = new Thread(this::run, "torrentkit-access-log");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Appends to a file; lines that are there stay.
     *
     * @throws ConfigurationException if it cannot be written to
     */
    public static AccessLog toFile(Path file) {
        try {
            return new AccessLog(file, AccessLog::append, QUEUED);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "webserver.access-log " + Shown.text(file.toString())
                            + " cannot be written to: check its directory, owner and permissions ("
                            + Shown.text(String.valueOf(e.getMessage())) + ")",
                    e);
        }
    }

    /** Into the program's log. */
    public static AccessLog toProgramLog() {
        try {
            return new AccessLog(null, AccessLog::append, QUEUED);
        } catch (IOException e) {
            throw new IllegalStateException("no file was opened", e);
        }
    }

    /** A file's path, or {@code -} for the program's log. @throws ConfigurationException if the file cannot be written to */
    public static AccessLog to(String setting) {
        return setting.equals("-") ? toProgramLog() : toFile(Path.of(setting));
    }

    private static Writer append(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is not a file");
        }
        return Files.newBufferedWriter(
                file, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void write(String line) {
        if (!queue.offer(line)) {
            drop();
        }
    }

    private void drop() {
        dropped.incrementAndGet();
        droppedInAll.incrementAndGet();
    }

    /** Lines that were not written since the log was opened. */
    public long droppedLines() {
        return droppedInAll.get();
    }

    /** Opens the file anew, which is then the one that has its name: whoever rotates logs has moved the old one away. */
    public void reopen() {
        if (file != null && !queue.offer(REOPEN)) {
            LOG.warn("the access log is too busy to be opened anew; it goes on with the file that it has");
        }
    }

    private void run() {
        try {
            for (String next = queue.take(); next != CLOSE; next = queue.take()) {
                if (next == REOPEN) {
                    openAgain();
                } else {
                    line(next);
                }
                if (queue.isEmpty()) {
                    settle();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        settle();
        closeWriter();
    }

    private void line(String line) {
        if (file == null) {
            LINES.info("{}", line);
            return;
        }
        if (writer == null) {
            openAgain();
        }
        if (writer == null) {
            drop();
            return;
        }
        try {
            writer.write(line);
            writer.write('\n');
        } catch (IOException e) {
            failed(e);
        }
    }

    private void settle() {
        if (writer != null) {
            try {
                writer.flush();
                failing = false;
            } catch (IOException e) {
                failed(e);
            }
        }
        long lost = failing ? 0 : dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warn("{} lines of the access log were dropped: they could not be written as fast as they came", lost);
        }
    }

    private void openAgain() {
        closeWriter();
        try {
            writer = opening.open(file);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException cause) {
        if (!failing) {
            LOG.warn("the access log {} cannot be written to, so lines are lost: {}", file, cause.toString());
        }
        failing = true;
        closeWriter();
    }

    private void closeWriter() {
        if (writer == null) {
            return;
        }
        Writer closing = writer;
        writer = null;
        try {
            closing.close();
        } catch (IOException e) {
            LOG.debug("what could not be written before cannot be written at closing either", e);
        }
    }

    /** Writes what is queued and ends the thread; waits for that, but no longer than a second. */
    @Override
    public void close() {
        try {
            if (!queue.offer(CLOSE, CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.interrupt();
            }
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
