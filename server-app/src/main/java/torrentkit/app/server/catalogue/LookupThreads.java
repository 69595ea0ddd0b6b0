package torrentkit.app.server.catalogue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A few threads on which requests touch the file system for a moment: neither does that hold up an event loop, nor does it wait
 * behind the hashing of a large file.
 */
public final class LookupThreads implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 8_192;

    private final ThreadPoolExecutor threads;

    public LookupThreads() {
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "torrentkit-lookup-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Does this on one of the threads.
     *
     * @throws RejectedExecutionException when too much waits already, or after {@link #close}
     */
    public <T> CompletableFuture<T> supply(Supplier<T> lookup) {
        return CompletableFuture.supplyAsync(lookup, threads);
    }

    /** Ends the threads; what waits is never done. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
