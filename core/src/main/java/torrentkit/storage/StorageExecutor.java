package torrentkit.storage;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that may block on files and burn CPU on hashes, so that event loops never do. As many as there are cores, started
 * when first needed and ended after a minute without work. The queue has no bound of its own: whoever submits bounds what is under
 * way (a peer's reads, a download's segments), since a task that is refused here would be a block that is lost.
 */
public final class StorageExecutor implements Executor, AutoCloseable {
    private final ThreadPoolExecutor threads;

    /** @param size threads at most, at least 1 */
    public StorageExecutor(int size) {
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(size, size, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "torrentkit-storage-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** One thread a core, at least two: one may wait for a disk while another hashes. */
    public static StorageExecutor sizedByCores() {
        return new StorageExecutor(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /** @throws java.util.concurrent.RejectedExecutionException after {@link #close()} */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** The same threads as an executor service, for calls that want one; closing stays with this object. */
    public ExecutorService asExecutorService() {
        return threads;
    }

    /** Lets queued tasks finish, waits for them up to ten seconds, then interrupts. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
