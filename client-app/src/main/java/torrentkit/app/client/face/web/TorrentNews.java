package torrentkit.app.client.face.web;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.RunState;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.history.TorrentState;

/** What is new about a torrent, or the run as a whole, since the page was last told, and its rates over time. Called on the events' thread. */
final class TorrentNews {
    private final Throughput throughput = new Throughput();
    private final BitSet completed = new BitSet();
    private final Deque<TimedEvent> events = new ArrayDeque<>();
    private boolean any;
    private boolean begun;

    void accept(TimedEvent timed) {
        any = true;
        HistoryEvent event = timed.event();
        if (event instanceof HistoryEvent.Initialized) {
            begun = true;
        } else if (event instanceof HistoryEvent.Completed piece) {
            completed.set(piece.piece());
        } else if (event instanceof HistoryEvent.Progress progress) {
            timed.millis().ifPresent(millis -> throughput.told(millis, progress.downloadRate(), progress.uploadRate()));
        }
        if (!HistoryEvent.isSample(event)) {
            if (events.size() == RunState.MAX_LATEST) {
                events.removeFirst();
            }
            events.addLast(timed);
        }
    }

    /** Measures the rate of a torrent whose events do not tell it. */
    void measure(TorrentState torrent, long nanoTime) {
        boolean goesOn = torrent.initialized().isPresent() && torrent.ended().isEmpty();
        if (goesOn && throughput.measured(nanoTime, torrent.completedBytes())) {
            any = true;
        }
    }

    boolean isAny() {
        return any;
    }

    /** Whether its name, its size and what was there at the start are new. */
    boolean hasBegun() {
        return begun;
    }

    /** Pieces that were completed. */
    BitSet completed() {
        return completed;
    }

    /** Events but for samples, as many as are kept at all. */
    Collection<TimedEvent> events() {
        return events;
    }

    Throughput throughput() {
        return throughput;
    }

    /** The page has been told. */
    void clear() {
        any = false;
        begun = false;
        completed.clear();
        events.clear();
        throughput.clearNews();
    }
}
