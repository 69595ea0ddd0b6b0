package torrentkit.app.client.face;

import java.util.List;
import java.util.Optional;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryEvent.Initialized;
import torrentkit.app.client.history.HistoryEvent.Progress;
import torrentkit.app.client.history.RunState;
import torrentkit.app.client.history.TimedEvent;

/** Events and states for the faces' tests. */
public final class Runs {
    public static final long MIB = 1 << 20;

    private Runs() {}

    public static TimedEvent at(long millis, String torrent, HistoryEvent event) {
        return new TimedEvent(Optional.of(millis), Optional.of(torrent), event);
    }

    /** A torrent of 100 pieces of a MiB each. */
    public static Initialized begun(String name) {
        return new Initialized(name, 100, 100, Optional.of(100 * MIB), Optional.of((int) MIB), Optional.of(""));
    }

    /** So many MiB of it are there. */
    public static Progress progress(String phase, int verified, double rate, int peers, Optional<String> bottleneck) {
        return new Progress(phase, verified * MIB, verified * MIB, 3 * MIB, 0, rate, 1024, peers, bottleneck);
    }

    public static RunState run(List<TimedEvent> events) {
        RunState run = new RunState();
        events.forEach(run::accept);
        return run;
    }

    /** One torrent with the first so many of 100 pieces verified. */
    public static RunTotals totals(String name, String phase, int verified, double rate, int peers) {
        return totals(name, phase, verified, rate, peers, Optional.empty());
    }

    public static RunTotals totals(
            String name, String phase, int verified, double rate, int peers, Optional<String> bottleneck) {
        RunState run = new RunState();
        String have = verified == 0 ? "" : "0-" + (verified - 1);
        run.accept(at(
                1,
                "a",
                new Initialized(
                        name, 100, 100 - verified, Optional.of(100 * MIB), Optional.of((int) MIB), Optional.of(have))));
        run.accept(at(2, "a", progress(phase, verified, rate, peers, bottleneck)));
        return RunTotals.of(run.torrents(), 0);
    }
}
