package torrentkit.app.client.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events that wait for the events' thread. Bounded in a way that loses first what matters least: samples, since another comes
 * soon; from half of the room on pieces that were taken and notes; what is left only when nothing was read for so long that memory
 * is at stake. The lock guards the fields and is held for a few instructions; no listener is called under it. Thread-safe.
 */
final class EventQueue {
    /** Samples that may wait: minutes of them. */
    static final int MAX_SAMPLES = 200;

    /** Events that may wait at all: some 20 MB, and the pieces of a hundred ordinary torrents. */
    static final int MAX_EVENTS = 200_000;

    /** With so many waiting the reader is woken at once, and who can wait does. */
    static final int MANY = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private List<TimedEvent> waiting = new ArrayList<>();
    private int samples;
    private long lost;
    private boolean closed;

    /** Adds the event if there is room. Never waits. */
    void offer(TimedEvent event) {
        lock.lock();
        try {
            if (!closed) {
                if (hasRoomFor(event.event())) {
                    add(event);
                } else {
                    lost++;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds the event as soon as few are waiting; passes it over when the queue is closed meanwhile. */
    void put(TimedEvent event) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && waiting.size() >= MANY) {
                emptied.await();
            }
            if (!closed) {
                add(event);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoomFor(HistoryEvent event) {
        if (HistoryEvent.isSample(event)) {
            return samples < MAX_SAMPLES;
        }
        boolean dispensable = event instanceof HistoryEvent.Started || event instanceof HistoryEvent.Note;
        return waiting.size() < (dispensable ? MAX_EVENTS / 2 : MAX_EVENTS);
    }

    private void add(TimedEvent event) {
        waiting.add(event);
        samples += HistoryEvent.isSample(event.event()) ? 1 : 0;
        if (waiting.size() == MANY) {
            filled.signal();
        }
    }

    /**
     * All that waits, in order; waits itself until many do, the queue is closed or the time is over.
     *
     * @param nanos at most so long
     */
    List<TimedEvent> take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!closed && waiting.size() < MANY && left > 0) {
                left = filled.awaitNanos(left);
            }
            List<TimedEvent> taken = waiting;
            waiting = new ArrayList<>(Math.min(taken.size(), MANY));
            samples = 0;
            emptied.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is added; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is closed and everything has been taken. */
    boolean isDone() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Events that found no room so far. */
    long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }
}
