package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import torrentkit.app.server.catalogue.HashingQueue.Cause;

class HashingQueueTest {
    private final List<CompletableFuture<String>> started = new ArrayList<>();

    private Optional<CompletableFuture<String>> submit(HashingQueue queue) {
        return queue.submit(() -> {
            CompletableFuture<String> work = new CompletableFuture<>();
            started.add(work);
            return work;
        });
    }

    @Test
    void startsTheNextWhenOneIsDone() {
        HashingQueue queue = new HashingQueue(1, 1);
        CompletableFuture<String> first = submit(queue).orElseThrow();
        CompletableFuture<String> second = submit(queue).orElseThrow();
        assertThat(started).hasSize(1);

        started.get(0).complete("one");

        assertThat(first).isCompletedWithValue("one");
        assertThat(started).hasSize(2);
        started.get(1).completeExceptionally(new IllegalStateException("two"));
        assertThat(second).isCompletedExceptionally();
    }

    @Test
    void refusesWhatMayNotWait() {
        HashingQueue queue = new HashingQueue(1, 1);
        submit(queue);
        CompletableFuture<String> waiting = submit(queue).orElseThrow();
        assertThat(submit(queue)).isEmpty();

        waiting.cancel(true);

        assertThat(submit(queue)).isPresent();
    }

    @Test
    void cancelsWorkThatRuns() {
        HashingQueue queue = new HashingQueue(1, 0);
        submit(queue).orElseThrow().cancel(true);

        assertThat(started.get(0)).isCancelled();
        assertThat(submit(queue)).isPresent();
        assertThat(started).hasSize(2);
    }

    @Test
    void neverStartsWhatWasCancelledBefore() {
        HashingQueue queue = new HashingQueue(1, 2);
        submit(queue);
        submit(queue).orElseThrow().cancel(true);
        CompletableFuture<String> third = submit(queue).orElseThrow();

        started.get(0).complete("one");

        assertThat(started).hasSize(2);
        started.get(1).complete("three");
        assertThat(third).isCompletedWithValue("three");
    }

    @Test
    void survivesWorkThatCannotStart() {
        HashingQueue queue = new HashingQueue(1, 0);
        Optional<CompletableFuture<String>> failed = queue.submit(() -> {
            throw new IllegalStateException("no");
        });

        assertThat(failed.orElseThrow()).isCompletedExceptionally();
        assertThat(submit(queue)).isPresent();
    }

    private Optional<CompletableFuture<String>> warm(HashingQueue queue) {
        return queue.submit(
                () -> {
                    CompletableFuture<String> work = new CompletableFuture<>();
                    started.add(work);
                    return work;
                },
                Cause.WARMING);
    }

    @Test
    void doesAheadOfRequestsOneThingAtATimeAndTakesNoPlaceFromThem() {
        HashingQueue queue = new HashingQueue(1, 2);
        warm(queue);
        warm(queue);
        assertThat(started).hasSize(1);

        submit(queue);

        assertThat(started).hasSize(2);
    }

    @Test
    void startsWhatIsAheadOfRequestsOnlyWhenNoneWaits() {
        HashingQueue queue = new HashingQueue(1, 2);
        submit(queue);
        CompletableFuture<String> ahead = warm(queue).orElseThrow();
        submit(queue);
        assertThat(started).hasSize(1);

        started.get(0).complete("first request");
        assertThat(started).hasSize(2);
        started.get(1).complete("second request");

        assertThat(started).hasSize(3);
        started.get(2).complete("ahead");
        assertThat(ahead).isCompletedWithValue("ahead");
    }

    @Test
    void putsForwardWhatSomebodyAskedForMeanwhile() {
        HashingQueue queue = new HashingQueue(2, 2);
        warm(queue);
        CompletableFuture<String> wanted = warm(queue).orElseThrow();
        assertThat(started).hasSize(1);

        queue.promote(wanted);

        assertThat(started).hasSize(2);
        started.get(1).complete("wanted");
        assertThat(wanted).isCompletedWithValue("wanted");
    }
}
