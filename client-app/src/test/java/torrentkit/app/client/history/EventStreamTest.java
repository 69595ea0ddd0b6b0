package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final HistoryEvent SAMPLE = new HistoryEvent.Peers(List.of());

    private final Recording first = new Recording();
    private final Recording second = new Recording();

    @Test
    void handsEveryEventToAllInOrder() {
        List<HistoryEvent> sent = IntStream.range(0, 5_000)
                .<HistoryEvent>mapToObj(piece -> new HistoryEvent.Completed("192.0.2.1:1", piece, 1))
                .toList();
        try (EventStream stream = new EventStream(List.of(first, second))) {
            sent.forEach(event -> stream.publish("t", event));
        }
        assertThat(first.plain()).isEqualTo(sent);
        assertThat(second.plain()).isEqualTo(sent);
    }

    @Test
    void stampsWhatHasJustHappened() {
        long before = System.currentTimeMillis();
        try (EventStream stream = new EventStream(List.of(first))) {
            stream.publish("aa", SAMPLE);
            stream.publish("", SAMPLE);
        }
        assertThat(first.events).extracting(TimedEvent::torrent).containsExactly(Optional.of("aa"), Optional.empty());
        assertThat(first.events).allMatch(event -> event.millis().orElseThrow() >= before);
    }

    @Test
    void ticksWithoutEvents() {
        try (EventStream stream = new EventStream(List.of(first))) {
            await().until(() -> first.ticks > 2);
            stream.publish("", SAMPLE);
        }
        assertThat(first.events).hasSize(1);
    }

    @Test
    void callsListenersOnItsOwnDaemonThread() {
        List<Thread> threads = new ArrayList<>();
        HistoryListener asking = new HistoryListener() {
            @Override
            public void accept(TimedEvent event) {
                threads.add(Thread.currentThread());
            }

            @Override
            public void close() {
                threads.add(Thread.currentThread());
            }
        };
        try (EventStream stream = new EventStream(List.of(asking))) {
            stream.publish("", SAMPLE);
        }
        assertThat(threads).hasSize(2).allMatch(thread -> thread.getName().equals("run-events") && thread.isDaemon());
        assertThat(threads).noneMatch(Thread::isAlive);
    }

    @Test
    void leavesOutAListenerThatThrowsAndClosesIt() {
        boolean[] closed = {false};
        int[] calls = {0};
        HistoryListener failing = new HistoryListener() {
            @Override
            public void accept(TimedEvent event) {
                calls[0]++;
                throw new IllegalStateException("cannot show this");
            }

            @Override
            public void close() {
                closed[0] = true;
                throw new IllegalStateException("nor end");
            }
        };
        try (EventStream stream = new EventStream(List.of(first, failing, second))) {
            stream.publish("", SAMPLE);
            stream.publish("", SAMPLE);
        }
        assertThat(calls[0]).isEqualTo(1);
        assertThat(closed[0]).isTrue();
        assertThat(first.events).hasSize(2);
        assertThat(second.events).hasSize(2);
        assertThat(second.closed).isTrue();
    }

    @Test
    void closesListenersInOrderAfterTheLastEvent() {
        List<String> closed = new ArrayList<>();
        try (EventStream stream = new EventStream(List.of(named("a", closed), named("b", closed)))) {
            stream.publish("", SAMPLE);
        }
        assertThat(closed).containsExactly("a event", "b event", "a", "b");
    }

    private static HistoryListener named(String name, List<String> log) {
        return new HistoryListener() {
            @Override
            public void accept(TimedEvent event) {
                log.add(name + " event");
            }

            @Override
            public void close() {
                log.add(name);
            }
        };
    }

    @Test
    void passesOverWhatComesAfterTheEnd() {
        EventStream stream = new EventStream(List.of(first));
        stream.close();
        stream.publish("", SAMPLE);
        stream.close();
        assertThat(first.events).isEmpty();
    }

    @Test
    void losesSamplesButNoPieceWhenAListenerIsSlow() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HistoryListener slow = new HistoryListener() {
            @Override
            public void accept(TimedEvent event) {
                busy.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {}
        };
        int pieces = 50_000;
        try (EventStream stream = new EventStream(List.of(slow, first))) {
            stream.publish("", SAMPLE);
            busy.await();
            for (int piece = 0; piece < pieces; piece++) {
                stream.publish("", new HistoryEvent.Completed("192.0.2.1:1", piece, 1));
                stream.publish("", SAMPLE);
            }
            go.countDown();
        }
        assertThat(first.plain().stream().filter(HistoryEvent.Completed.class::isInstance))
                .hasSize(pieces);
        assertThat(first.plain().stream().filter(HistoryEvent::isSample)).hasSize(1 + EventQueue.MAX_SAMPLES);
    }

    @Test
    void boundsWhatWaitsForAListenerThatHangs() {
        EventQueue queue = new EventQueue();
        for (int piece = 0; piece < EventQueue.MAX_EVENTS; piece++) {
            queue.offer(new TimedEvent(Optional.empty(), Optional.empty(), new HistoryEvent.Started("a:1", 1)));
        }
        assertThat(queue.lost()).isEqualTo(EventQueue.MAX_EVENTS / 2);
        for (int piece = 0; piece < EventQueue.MAX_EVENTS; piece++) {
            queue.offer(new TimedEvent(Optional.empty(), Optional.empty(), new HistoryEvent.Completed("a:1", 1, 1)));
        }
        assertThat(queue.lost()).isEqualTo(EventQueue.MAX_EVENTS);
    }

    @Test
    void losesNothingOfWhoCanWait() throws InterruptedException {
        int events = 20 * EventQueue.MANY;
        try (EventStream stream = new EventStream(List.of(first))) {
            for (int i = 0; i < events; i++) {
                stream.publishPatiently(new TimedEvent(Optional.empty(), Optional.empty(), SAMPLE));
            }
        }
        assertThat(first.events).hasSize(events);
    }

    @Test
    void lingersAsLongAsAListenerDoes() {
        try (EventStream stream = new EventStream(List.of(first, new Recording(true)))) {
            assertThat(stream.lingers()).isTrue();
        }
        try (EventStream stream = new EventStream(List.of(first))) {
            assertThat(stream.lingers()).isFalse();
        }
    }
}
