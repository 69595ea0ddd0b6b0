package torrentkit.app.client.history;

import java.util.Optional;

/**
 * When the events of a record are due in a replay, and which time they get: one that never goes back. An event without a time stamp comes
 * 0.3 s after the one before. Silence is played for a minute at most, and for two seconds between two runs. Not thread-safe.
 */
final class ReplayClock {
    static final long UNTIMED_MILLIS = 300;
    static final long LONGEST_MILLIS = 60_000;
    static final long BETWEEN_RUNS_MILLIS = 2_000;

    private long time;
    private long due;
    private int run = -1;

    /** @param start the time that an event gets when nothing tells any, milliseconds since 1970 */
    ReplayClock(long start) {
        time = start;
    }

    /**
     * Takes the next event in.
     *
     * @return the event with the time that it has here
     */
    TimedEvent place(HistoryReader.Entry entry) {
        TimedEvent event = entry.event();
        boolean first = run < 0;
        long then = event.millis().orElse(first ? time : time + UNTIMED_MILLIS);
        if (first) {
            time = then;
        } else {
            long most = entry.run() == run ? LONGEST_MILLIS : BETWEEN_RUNS_MILLIS;
            due += Math.max(0, Math.min(most, then - time));
            time = Math.max(time, then);
        }
        run = entry.run();
        return new TimedEvent(Optional.of(time), event.torrent(), event.event());
    }

    /** When the last event is due, milliseconds after the first at normal speed. */
    long dueMillis() {
        return due;
    }
}
