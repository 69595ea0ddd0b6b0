package torrentkit.app.client.history;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps what it is told. */
final class Recording implements HistoryListener {
    final List<TimedEvent> events = new CopyOnWriteArrayList<>();
    final boolean lingers;
    volatile int ticks;
    volatile boolean closed;

    Recording() {
        this(false);
    }

    Recording(boolean lingers) {
        this.lingers = lingers;
    }

    @Override
    public void accept(TimedEvent event) {
        events.add(event);
    }

    @Override
    public void tick() {
        ticks++;
    }

    @Override
    public boolean lingers() {
        return lingers;
    }

    @Override
    public void close() {
        closed = true;
    }

    List<HistoryEvent> plain() {
        return events.stream().map(TimedEvent::event).toList();
    }
}
