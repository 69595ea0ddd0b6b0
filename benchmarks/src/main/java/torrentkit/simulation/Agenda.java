package torrentkit.simulation;

import java.util.Arrays;

/** Virtual time, and what is due when. What is due at the same time happens in the order in which it was planned. A binary heap. */
final class Agenda {
    static final long SECOND = 1_000_000_000L;

    private long[] times = new long[1024];
    private long[] turns = new long[1024];
    private Runnable[] events = new Runnable[1024];
    private int size;
    private long planned;
    private long now;

    /** Nanoseconds since the start. */
    long now() {
        return now;
    }

    double seconds() {
        return now / (double) SECOND;
    }

    /** Happens at this time, or now if that is past. */
    void at(long time, Runnable event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            turns = Arrays.copyOf(turns, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        long due = Math.max(time, now);
        long turn = planned++;
        int hole = size++;
        while (hole > 0 && isBefore(due, turn, (hole - 1) / 2)) {
            move((hole - 1) / 2, hole);
            hole = (hole - 1) / 2;
        }
        put(hole, due, turn, event);
    }

    /** Happens after so many nanoseconds. */
    void after(long nanos, Runnable event) {
        at(now + nanos, event);
    }

    /** Goes on to the next event; answers false when there is none. */
    boolean step() {
        if (size == 0) {
            return false;
        }
        now = times[0];
        Runnable event = events[0];
        removeFirst();
        event.run();
        return true;
    }

    private void removeFirst() {
        size--;
        long time = times[size];
        long turn = turns[size];
        Runnable event = events[size];
        events[size] = null;
        if (size == 0) {
            return;
        }
        int hole = 0;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && isBefore(times[child + 1], turns[child + 1], child)) {
                child++;
            }
            if (isBefore(time, turn, child)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        put(hole, time, turn, event);
    }

    private boolean isBefore(long time, long turn, int place) {
        return time < times[place] || time == times[place] && turn < turns[place];
    }

    private void move(int from, int to) {
        put(to, times[from], turns[from], events[from]);
    }

    private void put(int place, long time, long turn, Runnable event) {
        times[place] = time;
        turns[place] = turn;
        events[place] = event;
    }
}
