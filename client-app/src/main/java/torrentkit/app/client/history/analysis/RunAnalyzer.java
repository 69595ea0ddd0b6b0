package torrentkit.app.client.history.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryReader;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** Adds up the events of one or more runs, torrent by torrent. A torrent that is begun again in a run is told of as another. Not thread-safe. */
final class RunAnalyzer {
    /** Downloads that are looked at; of a record with more, the first. */
    static final int MAX_TORRENTS = 200;

    private record Key(int run, String torrent) {}

    private final Map<Key, TorrentTrace> traces = new LinkedHashMap<>();
    private final List<TorrentFigures> done = new ArrayList<>();
    private long leftOut;

    void accept(HistoryReader.Entry entry) {
        TimedEvent event = entry.event();
        Key key = new Key(entry.run(), event.torrent().orElse(""));
        TorrentTrace trace = traces.get(key);
        boolean begins = event.event() instanceof HistoryEvent.Initialized;
        if (trace != null && begins && trace.hasBegun()) {
            traces.remove(key);
            done.add(trace.figures());
            trace = null;
        }
        if (trace == null && (begins || isOfPeer(event.event()))) {
            if (traces.size() + done.size() == MAX_TORRENTS) {
                leftOut += begins ? 1 : 0;
                return;
            }
            trace = new TorrentTrace(entry.run(), key.torrent());
            traces.put(key, trace);
        }
        if (trace != null) {
            trace.accept(event);
        }
    }

    private static boolean isOfPeer(HistoryEvent event) {
        return event instanceof HistoryEvent.Connected
                || event instanceof HistoryEvent.Started
                || event instanceof HistoryEvent.Completed;
    }

    /** All of them, in the order in which they began. */
    List<TorrentFigures> figures() {
        List<TorrentFigures> all = new ArrayList<>(done);
        traces.values().forEach(trace -> all.add(trace.figures()));
        all.sort((one, other) -> one.run() != other.run()
                ? Integer.compare(one.run(), other.run())
                : Long.compare(one.began().orElse(0), other.began().orElse(0)));
        return all;
    }

    /** Downloads that were too many. */
    long leftOut() {
        return leftOut;
    }

    /**
     * Reads everything.
     *
     * @param stopped asked now and then whether to give up
     * @throws Failure {@link ExitCode#INTERRUPTED} then
     */
    static RunAnalyzer of(HistoryReader reader, BooleanSupplier stopped) {
        RunAnalyzer analyzer = new RunAnalyzer();
        for (Optional<HistoryReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            if (stopped.getAsBoolean()) {
                throw new Failure(ExitCode.INTERRUPTED, "Stopped before the record was read.");
            }
            analyzer.accept(entry.get());
        }
        return analyzer;
    }
}
