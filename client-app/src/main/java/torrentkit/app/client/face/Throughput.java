package torrentkit.app.client.face;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.TorrentState;

/**
 * How fast a run was second by second: for the chart, and for old records, which do not tell rates. Belongs to the thread of the events.
 */
public final class Throughput {
    /** Seconds that are kept. */
    public static final int MAX_SECONDS = 600;

    private static final long WINDOW_MILLIS = 5_000;
    private static final long PIECES_MILLIS = 200;

    /** The sum of what had arrived at one moment. */
    private record Mark(long millis, long bytes) {}

    private final Deque<Mark> window = new ArrayDeque<>();
    private final List<Double> seconds = new ArrayList<>();
    private long lastSecond = Long.MIN_VALUE;

    /** Looks at the run if the event, which it has taken in, changed what has arrived. */
    public void after(HistoryEvent event, long millis, Collection<TorrentState> torrents) {
        if (event instanceof HistoryEvent.Progress || event instanceof HistoryEvent.Completed && isOver(millis)) {
            look(millis, torrents);
        }
    }

    /** Completed pieces may be many. */
    private boolean isOver(long millis) {
        return window.isEmpty() || millis - window.peekLast().millis >= PIECES_MILLIS;
    }

    /**
     * Looks at the run again.
     *
     * @param millis the time; should it go back, as when a record is put together from two, nothing is counted until it is where it was
     */
    void look(long millis, Collection<TorrentState> torrents) {
        RunTotals totals = RunTotals.of(torrents, Double.NaN);
        if (!window.isEmpty() && millis < window.peekLast().millis) {
            return;
        }
        window.addLast(new Mark(millis, totals.downloaded()));
        while (window.size() > 2 && window.peekFirst().millis < millis - WINDOW_MILLIS) {
            window.removeFirst();
        }
        double told = totals.downloadRate();
        double rate = Double.isNaN(told) ? measured() : told;
        long second = Math.floorDiv(millis, 1000);
        long gap = lastSecond == Long.MIN_VALUE ? 1 : Math.min(MAX_SECONDS, second - lastSecond);
        if (gap == 0) {
            seconds.set(seconds.size() - 1, rate);
            return;
        }
        for (long missing = 1; missing < gap; missing++) {
            seconds.add(rate);
        }
        seconds.add(rate);
        if (seconds.size() > MAX_SECONDS) {
            seconds.subList(0, seconds.size() - MAX_SECONDS).clear();
        }
        lastSecond = second;
    }

    /** Bytes a second over the last few seconds, from what has arrived. */
    public double measured() {
        if (window.size() < 2) {
            return 0;
        }
        long millis = window.peekLast().millis - window.peekFirst().millis;
        long bytes = window.peekLast().bytes - window.peekFirst().bytes;
        return millis <= 0 ? 0 : Math.max(0, bytes * 1000.0 / millis);
    }

    /** Bytes a second, one number for each second, the newest last; at most {@link #MAX_SECONDS}. */
    public List<Double> seconds() {
        return List.copyOf(seconds);
    }
}
