package torrentkit.tracker.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import torrentkit.tracker.SwarmTraffic;

/** The counters behind {@link TrackerStats}; any thread. */
final class TrackerCounters {
    final LongAdder announces = new LongAdder();
    final LongAdder scrapes = new LongAdder();
    final LongAdder refusals = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final AtomicInteger connections = new AtomicInteger();
    final LongAdder turnedAway = new LongAdder();

    TrackerStats snapshot(SwarmTraffic traffic) {
        return new TrackerStats(
                announces.sum(),
                scrapes.sum(),
                refusals.sum(),
                malformed.sum(),
                connections.get(),
                turnedAway.sum(),
                traffic);
    }
}
