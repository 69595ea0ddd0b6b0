package torrentkit.app.client.history;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Carries a run's events from wherever they happen to the listeners, on one daemon thread, {@code run-events}. Listeners are called in
 * the order in which they were given, each event by all before the next event. One that throws is closed and left out from then on.
 * Thread-safe.
 */
public final class EventStream implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventStream.class.getName());
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventQueue queue = new EventQueue();
    private final List<HistoryListener> listeners; // changed by the thread
    private final Thread thread;
    private long ticked = System.nanoTime(); // of the thread
    private boolean toldOfLoss; // of the thread

    /** Starts the thread. The listeners belong to the stream from now on, which closes them. */
    public EventStream(List<? extends HistoryListener> listeners) {
        this.listeners = new CopyOnWriteArrayList<>(listeners);
        thread = new Thread(this::run, "run-events");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Passes on something that has just happened. Never waits, so it may be called on an event loop; when the listeners are far behind,
     * samples are left out first.
     *
     * @param torrent the info-hash in hexadecimal; empty for what belongs to none
     */
    public void publish(String torrent, HistoryEvent event) {
        publish(new TimedEvent(
                Optional.of(System.currentTimeMillis()),
                torrent.isEmpty() ? Optional.empty() : Optional.of(torrent),
                event));
    }

    /** Passes on something with the time that it has. Never waits. */
    public void publish(TimedEvent event) {
        queue.offer(event);
    }

    /**
     * The same, but waits while many events are waiting, so that nothing is left out.
     *
     * @throws InterruptedException when the caller is interrupted; the event may not have been passed on
     */
    public void publishPatiently(TimedEvent event) throws InterruptedException {
        queue.put(event);
    }

    /** Whether a person may still look at one of the listeners when nothing happens any more. */
    boolean lingers() {
        return listeners.stream().anyMatch(HistoryListener::lingers);
    }

    /**
     * Hands the listeners what is waiting, closes them in order and ends the thread. Returns when that is done; what is published from
     * now on is passed over.
     */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // a terminal must be restored all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!queue.isDone()) {
                for (TimedEvent event : queue.take(untilTick())) {
                    deliver(event);
                    tickIfDue();
                }
                tickIfDue();
            }
        } catch (InterruptedException e) {
            queue.close(); // nobody does that; were it so, then to end the thread
        }
        for (HistoryListener listener : listeners) {
            close(listener);
        }
    }

    private long untilTick() {
        return Math.max(1, ticked + TICK_NANOS - System.nanoTime());
    }

    private void deliver(TimedEvent event) {
        for (int i = 0; i < listeners.size(); i++) {
            HistoryListener listener = listeners.get(i);
            try {
                listener.accept(event);
            } catch (RuntimeException | Error e) {
                drop(i--, e);
            }
        }
    }

    private void tickIfDue() {
        if (System.nanoTime() - ticked < TICK_NANOS) {
            return;
        }
        for (int i = 0; i < listeners.size(); i++) {
            try {
                listeners.get(i).tick();
            } catch (RuntimeException | Error e) {
                drop(i--, e);
            }
        }
        ticked = System.nanoTime();
        if (!toldOfLoss && queue.lost() > 0) {
            toldOfLoss = true;
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> queue.lost() + " events were left out, since more came than could be shown or recorded");
        }
    }

    private void drop(int index, Throwable thrown) {
        HistoryListener listener = listeners.remove(index);
        close(listener);
        LOG.log(
                System.Logger.Level.WARNING,
                () -> what(listener) + " has failed and is left out from here on: " + thrown);
        LOG.log(System.Logger.Level.DEBUG, "Where it failed", thrown);
    }

    private static void close(HistoryListener listener) {
        try {
            listener.close();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, () -> what(listener) + " could not be closed", e);
        }
    }

    private static String what(HistoryListener listener) {
        String name = listener.getClass().getSimpleName();
        return name.isEmpty() ? "A listener" : "The " + name;
    }
}
