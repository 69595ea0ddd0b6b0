package torrentkit.app.server.catalogue;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets a few pieces of asynchronous work run at once and a bounded number wait; more is refused. Work ahead of requests runs one at a
 * time, starts only when nothing that was requested waits, and takes no place from what is requested. Thread-safe.
 */
public final class HashingQueue {
    /** Why work is done. */
    enum Cause {
        /** Somebody waits for it. */
        REQUEST,
        /** Somebody may want it later. */
        WARMING
    }

    private final int atOnce;
    private final int mayWait;
    private final Queue<Job<?>> waiting = new ArrayDeque<>();
    private final Queue<Job<?>> warming = new ArrayDeque<>();
    private int running;
    private boolean warmingRuns;

    public HashingQueue(int atOnce, int mayWait) {
        this.atOnce = atOnce;
        this.mayWait = mayWait;
    }

    /** Submits what was requested. */
    <T> Optional<CompletableFuture<T>> submit(Supplier<CompletableFuture<T>> work) {
        return submit(work, Cause.REQUEST);
    }

    /**
     * Starts the work now or when its turn comes.
     *
     * @return its outcome; cancelling it cancels the work or keeps it from starting. Empty when too much waits already.
     */
    <T> Optional<CompletableFuture<T>> submit(Supplier<CompletableFuture<T>> work, Cause cause) {
        Job<T> job = new Job<>(work, new CompletableFuture<>(), cause);
        synchronized (this) {
            Queue<Job<?>> queue = cause == Cause.REQUEST ? waiting : warming;
            queue.removeIf(other -> other.outcome.isDone()); // cancelled before its turn
            if (!mayStart(cause)) {
                return queue.size() < mayWait && queue.add(job) ? Optional.of(job.outcome) : Optional.empty();
            }
            started(cause);
        }
        start(job);
        return Optional.of(job.outcome);
    }

    private boolean mayStart(Cause cause) {
        return cause == Cause.REQUEST ? running < atOnce : !warmingRuns && running < atOnce && waiting.isEmpty();
    }

    private void started(Cause cause) {
        if (cause == Cause.REQUEST) {
            running++;
        } else {
            warmingRuns = true;
        }
    }

    /** Treats waiting work of either cause as requested from now on. Work that runs goes on. */
    void promote(CompletableFuture<?> outcome) {
        Job<?> start = null;
        synchronized (this) {
            Optional<Job<?>> found =
                    warming.stream().filter(job -> job.outcome == outcome).findFirst();
            if (found.isEmpty()) {
                return;
            }
            warming.remove(found.get());
            Job<?> promoted = found.get().requested();
            if (mayStart(Cause.REQUEST)) {
                started(Cause.REQUEST);
                start = promoted;
            } else {
                waiting.add(promoted);
            }
        }
        if (start != null) {
            start(start);
        }
    }

    private <T> void start(Job<T> job) {
        CompletableFuture<T> work;
        try {
            work = job.work.get();
        } catch (RuntimeException e) {
            work = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<T> started = work;
        job.outcome.whenComplete(
                (value, failure) -> started.cancel(true)); // has an effect only if we were cancelled first
        started.whenComplete((value, failure) -> {
            startNext(job.cause);
            if (failure == null) {
                job.outcome.complete(value);
            } else {
                job.outcome.completeExceptionally(failure);
            }
        });
    }

    private void startNext(Cause ended) {
        Job<?> next;
        synchronized (this) {
            if (ended == Cause.REQUEST) {
                running--;
            } else {
                warmingRuns = false;
            }
            next = nextOf(waiting, Cause.REQUEST);
            if (next == null) {
                next = nextOf(warming, Cause.WARMING);
            }
            if (next == null) {
                return;
            }
            started(next.cause);
        }
        start(next);
    }

    private Job<?> nextOf(Queue<Job<?>> queue, Cause cause) {
        queue.removeIf(job -> job.outcome.isDone());
        return mayStart(cause) ? queue.poll() : null;
    }

    private record Job<T>(Supplier<CompletableFuture<T>> work, CompletableFuture<T> outcome, Cause cause) {
        Job<T> requested() {
            return new Job<>(work, outcome, Cause.REQUEST);
        }
    }
}
