package torrentkit.app.client.face.web;

import java.util.BitSet;
import java.util.List;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.history.TorrentState;

/** What is new about a torrent, or the run as a whole, since the page was last told, and what the page shows beyond its state: rates over time, events. Called on the events' thread. */
final class TorrentNews {
    private final RateCurve rates = new RateCurve();
    private final BitSet completed = new BitSet();
    private final EventLog newEvents = new EventLog();
    private final EventLog allEvents = new EventLog();
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
            timed.millis().ifPresent(millis -> rates.told(millis, progress.downloadRate(), progress.uploadRate()));
        }
        newEvents.add(timed);
        allEvents.add(timed);
    }

    /** Measures the rate of a torrent whose events do not tell it. */
    void measure(TorrentState torrent, long nanoTime) {
        boolean goesOn = torrent.initialized().isPresent() && torrent.ended().isEmpty();
        if (goesOn && rates.measured(nanoTime, torrent.completedBytes())) {
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

    /** Events for the log since the page was last told. */
    List<TimedEvent> newEvents() {
        return newEvents.events();
    }

    /** Events for the log, as many as are kept. */
    List<TimedEvent> allEvents() {
        return allEvents.events();
    }

    RateCurve rates() {
        return rates;
    }

    /** The page has been told. */
    void clear() {
        any = false;
        begun = false;
        completed.clear();
        newEvents.clear();
        rates.clearNews();
    }
}
