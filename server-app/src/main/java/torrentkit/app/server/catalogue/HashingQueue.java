package torrentkit.app.server.catalogue;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets a few pieces of asynchronous work run at once and a bounded number wait; more is refused. Thread-safe. */
public final class HashingQueue {
    private final int atOnce;
    private final int mayWait;
    private final Queue<Job<?>> waiting = new ArrayDeque<>();
    private int running;

    public HashingQueue(int atOnce, int mayWait) {
        this.atOnce = atOnce;
        this.mayWait = mayWait;
    }

    /**
     * Starts the work now or when its turn comes.
     *
     * @return its outcome; cancelling it cancels the work or keeps it from starting. Empty when too much waits already.
     */
    <T> Optional<CompletableFuture<T>> submit(Supplier<CompletableFuture<T>> work) {
        Job<T> job = new Job<>(work, new CompletableFuture<>());
        synchronized (this) {
            if (running >= atOnce) {
                waiting.removeIf(other -> other.outcome.isDone()); // cancelled before its turn
                return waiting.size() < mayWait && waiting.add(job) ? Optional.of(job.outcome) : Optional.empty();
            }
            running++;
        }
        start(job);
        return Optional.of(job.outcome);
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
            startNext();
            if (failure == null) {
                job.outcome.complete(value);
            } else {
                job.outcome.completeExceptionally(failure);
            }
        });
    }

    private void startNext() {
        Job<?> next;
        synchronized (this) {
            do {
                next = waiting.poll();
            } while (next != null && next.outcome.isDone());
            if (next == null) {
                running--;
                return;
            }
        }
        start(next);
    }

    private record Job<T>(Supplier<CompletableFuture<T>> work, CompletableFuture<T> outcome) {}
}
