package torrentkit.app.server.origin;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few threads on which files that are being sent are read and checked. A transfer has at most one task waiting here, so that the
 * number of connections bounds the queue.
 */
final class FileThreads implements Executor, AutoCloseable {
    private static final int THREADS = 4;

    private final ThreadPoolExecutor threads;

    FileThreads() {
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(THREADS, THREADS, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "torrentkit-file-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException after {@link #close} */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Runs what waits already and starts nothing more; returns at once. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
