package torrentkit.app.client.history;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is known of a run, put together from its events: what the faces show. Fed by the listener that owns it and read on the
 * same thread.
 */
public final class RunState {
    /** Latest events that are kept for an event log. */
    public static final int MAX_LATEST = 500;

    private final Map<String, TorrentState> torrents = new LinkedHashMap<>();
    private final Deque<TimedEvent> latest = new ArrayDeque<>();

    /** Takes an event in. */
    public void accept(TimedEvent event) {
        if (!event.isOfRun()) {
            torrents.computeIfAbsent(event.torrent().orElse(""), TorrentState::new)
                    .accept(event.event());
        }
        if (!HistoryEvent.isSample(event.event())) {
            if (latest.size() == MAX_LATEST) {
                latest.removeFirst();
            }
            latest.addLast(event);
        }
    }

    /** The run's torrents in the order in which they began. */
    public Collection<TorrentState> torrents() {
        return torrents.values();
    }

    /** The latest events but for samples, the oldest first. */
    public List<TimedEvent> latest() {
        return List.copyOf(latest);
    }
}
