package torrentkit.app.client.history;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Everything that is known of a run, put together from its events: what the faces show. Fed by the listener that owns it and read on the
 * same thread.
 */
public final class RunState {
    /** Latest events that are kept for an event log. */
    public static final int MAX_LATEST = 500;

    /** Torrents of one run; what comes of more is passed over. */
    public static final int MAX_TORRENTS = 1_000;

    private final Map<String, TorrentState> torrents = new LinkedHashMap<>();
    private final Deque<TimedEvent> latest = new ArrayDeque<>();
    private OptionalInt exitCode = OptionalInt.empty();

    /** Takes an event in. */
    public void accept(TimedEvent event) {
        String name = event.torrent().orElse("");
        boolean ofTorrent = !name.isEmpty() || TorrentState.concerns(event.event());
        TorrentState torrent = torrents.get(name);
        if (torrent == null && ofTorrent && torrents.size() < MAX_TORRENTS) {
            torrent = new TorrentState(name);
            torrents.put(name, torrent);
        }
        if (torrent != null) {
            torrent.accept(event.event());
        }
        if (event.event() instanceof HistoryEvent.Exit exit) {
            exitCode = OptionalInt.of(exit.code());
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

    /** How the run ended; empty while it goes on, and in old records. */
    public OptionalInt exitCode() {
        return exitCode;
    }

    /** The latest events but for samples, the oldest first. */
    public List<TimedEvent> latest() {
        return List.copyOf(latest);
    }
}
