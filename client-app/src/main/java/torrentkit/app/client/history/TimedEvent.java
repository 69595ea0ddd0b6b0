package torrentkit.app.client.history;

import java.util.Optional;

/**
 * An event with its place in time and the torrent that it belongs to.
 *
 * @param millis since 1970, UTC; empty in old records
 * @param torrent which of the run's torrents: the info-hash in hexadecimal; empty in old records, which have only one
 */
public record TimedEvent(Optional<Long> millis, Optional<String> torrent, HistoryEvent event) {
    /** Whether it belongs to the run as a whole rather than to a torrent. */
    public boolean isOfRun() {
        return event instanceof HistoryEvent.Exit
                || event instanceof HistoryEvent.Result
                || event instanceof HistoryEvent.Note && torrent.isEmpty();
    }
}
