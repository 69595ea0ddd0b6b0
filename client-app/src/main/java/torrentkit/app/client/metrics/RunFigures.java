package torrentkit.app.client.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.RunState;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.history.TorrentState;

/** What is counted of a run. Thread-safe: one thread tells, another asks. */
final class RunFigures {
    /** Peers with a figure of their own: the first that a piece came from. The rest are one. */
    static final int MAX_PEERS = 200;

    /** Torrents with figures of their own: the first. The rest are one. */
    static final int MAX_TORRENTS = 100;

    private static final int MAX_ADDRESS = 64;

    /** What stands for the rest. */
    static final String OTHER = "other";

    /**
     * The figures at one moment.
     *
     * @param downloadedByPeer bytes of verified pieces by address
     * @param torrents by number, from 1 in the order of the run
     */
    record Reading(Map<String, Long> downloadedByPeer, Map<String, TorrentFigures> torrents) {}

    private final RunState state = new RunState();
    private final Map<String, Long> downloadedByPeer = new LinkedHashMap<>();

    synchronized void accept(TimedEvent event) {
        state.accept(event);
        if (event.event() instanceof HistoryEvent.Completed piece) {
            downloadedByPeer.merge(label(piece.peer()), (long) piece.size(), Long::sum);
        }
    }

    /** In a record, an address may be anything. */
    private String label(String peer) {
        boolean own = downloadedByPeer.containsKey(peer)
                || downloadedByPeer.size() < MAX_PEERS
                        && peer.length() <= MAX_ADDRESS
                        && peer.equals(DisplayText.clean(peer));
        return own ? peer : OTHER;
    }

    synchronized Reading read() {
        Map<String, TorrentFigures> torrents = new LinkedHashMap<>();
        List<TorrentState> begun = new ArrayList<>(state.torrents());
        begun.removeIf(torrent -> torrent.initialized().isEmpty());
        for (int i = 0; i < begun.size(); i++) {
            String label = i < MAX_TORRENTS ? Integer.toString(i + 1) : OTHER;
            torrents.merge(label, TorrentFigures.of(begun.get(i)), TorrentFigures::plus);
        }
        return new Reading(Map.copyOf(downloadedByPeer), torrents);
    }
}
