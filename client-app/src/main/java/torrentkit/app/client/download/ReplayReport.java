package torrentkit.app.client.download;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.RunState;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.history.TorrentState;

/** Says in a replay how downloads ended, as the run itself did; of those whose end is not recorded, how far they came. */
final class ReplayReport implements HistoryListener {
    private final Console console;
    private final boolean atOnce;
    private final List<String> kept = new ArrayList<>();
    private final RunState run = new RunState();

    /** @param atOnce whether to say it when it happens, not when all is over: a full screen shows it itself */
    ReplayReport(Console console, boolean atOnce) {
        this.console = console;
        this.atOnce = atOnce;
    }

    @Override
    public void accept(TimedEvent event) {
        run.accept(event);
        if (event.event() instanceof HistoryEvent.Ended ended && !ended.text().isEmpty()) {
            if (atOnce) {
                console.line(ended.text());
            } else if (kept.size() < RunState.MAX_TORRENTS) {
                kept.add(ended.text());
            }
        }
    }

    @Override
    public void close() {
        kept.forEach(console::line);
        for (TorrentState torrent : run.torrents()) {
            if (torrent.ended().isEmpty() && torrent.initialized().isPresent()) {
                HistoryEvent.Initialized begun = torrent.initialized().get();
                console.line(begun.name() + ": " + torrent.completedPieces() + " of "
                        + Quantity.count(begun.total(), "piece") + " completed where the record ends.");
            }
        }
    }
}
