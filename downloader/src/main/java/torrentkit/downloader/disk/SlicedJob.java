package torrentkit.downloader.disk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Work on numbered items by all cores, nearly in their order. After a slice of it a worker goes to the end of the executor's queue, so
 * that reads for peers wait for milliseconds and not for the whole job.
 */
final class SlicedJob {
    private static final long SLICE_NANOS = 20_000_000;

    /** What one worker does with an item. Has one thread at a time; closed when there is nothing left to do. */
    interface Step extends AutoCloseable {
        void run(int item);

        @Override
        void close();
    }

    private final Executor executor;
    private final int items;
    private final BooleanSupplier stopped;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private SlicedJob(Executor executor, int items, BooleanSupplier stopped) {
        this.executor = executor;
        this.items = items;
        this.stopped = stopped;
    }

    /**
     * Completes when no worker is left, with the first failure if there was one. Cancelling makes the workers stop soon.
     *
     * @param stopped asked before each item; once it is so, the job ends as if it was cancelled
     */
    static CompletableFuture<Void> start(Executor executor, int items, BooleanSupplier stopped, Supplier<Step> steps) {
        SlicedJob job = new SlicedJob(executor, items, stopped);
        int count = Math.min(items, Runtime.getRuntime().availableProcessors());
        if (count == 0) {
            job.outcome.complete(null);
        }
        job.workers.set(count);
        for (int i = 0; i < count; i++) {
            job.submit(steps.get());
        }
        return job.outcome;
    }

    private void submit(Step step) {
        try {
            executor.execute(() -> slice(step));
        } catch (RuntimeException e) { // the executor was closed
            leave(step, e);
        }
    }

    private void slice(Step step) {
        try {
            long start = System.nanoTime();
            do {
                int item = isStopped() ? items : next.getAndIncrement();
                if (item >= items) {
                    leave(step, null);
                    return;
                }
                step.run(item);
            } while (System.nanoTime() - start < SLICE_NANOS);
        } catch (Throwable e) { // whatever it is belongs to the caller, who would wait for ever otherwise
            leave(step, e);
            return;
        }
        submit(step);
    }

    private boolean isStopped() {
        return outcome.isDone() || failure.get() != null || stopped.getAsBoolean();
    }

    private void leave(Step step, Throwable why) {
        step.close();
        failure.compareAndSet(null, why);
        if (workers.decrementAndGet() > 0) {
            return;
        }
        if (failure.get() == null && next.get() < items) {
            outcome.cancel(false);
        } else if (failure.get() == null) {
            outcome.complete(null);
        } else {
            outcome.completeExceptionally(failure.get());
        }
    }
}
