package torrentkit.app.server.authorization;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How often each of many may fail within a time. An attempt counts before it is made, since several may be made at once, and is
 * given back when it succeeds. The table is bounded: the longest untouched entry goes first. Any thread.
 */
final class AttemptLimit {
    private final int attempts;
    private final long window;
    private final int bound;
    private final LongSupplier nanoTime;
    private final Map<Object, Window> windows = new LinkedHashMap<>(16, 0.75f, true); // guarded by this

    private static final class Window {
        private final long began;
        private int used;

        Window(long began) {
            this.began = began;
        }
    }

    /**
     * @param attempts that may fail within the window
     * @param bound entries of the table
     * @param nanoTime a monotonic clock
     */
    AttemptLimit(int attempts, Duration window, int bound, LongSupplier nanoTime) {
        this.attempts = attempts;
        this.window = window.toNanos();
        this.bound = bound;
        this.nanoTime = nanoTime;
    }

    /** How long to wait before the next attempt, if there may be none now. Counts nothing. */
    synchronized Optional<Duration> waitingTime(Object who) {
        long now = nanoTime.getAsLong();
        Window current = current(who, now);
        return current == null || current.used < attempts
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(current.began + window - now));
    }

    /** Counts an attempt. */
    synchronized void begin(Object who) {
        long now = nanoTime.getAsLong();
        Window current = current(who, now);
        if (current == null) {
            current = new Window(now);
            windows.put(who, current);
            if (windows.size() > bound) {
                Iterator<Window> oldest = windows.values().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        current.used++;
    }

    /** The attempt was no failure. */
    synchronized void giveBack(Object who) {
        Window current = windows.get(who);
        if (current != null && --current.used <= 0) {
            windows.remove(who);
        }
    }

    private Window current(Object who, long now) {
        Window found = windows.get(who);
        if (found != null && now - found.began >= window) {
            windows.remove(who);
            return null;
        }
        return found;
    }

    synchronized int size() {
        return windows.size();
    }
}
