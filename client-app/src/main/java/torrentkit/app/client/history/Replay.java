package torrentkit.app.client.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;

/**
 * Plays a record to listeners as if it happened now; nobody is contacted. When the record is at its end, listeners that a person looks
 * at {@linkplain HistoryListener#lingers() linger} until a stop is wished, the others end. A stop is no failure: there is no work that
 * could be unfinished. Runs on one thread.
 */
public final class Replay {
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final HistoryFile file;
    private final RunChoice runs;
    private final ReplaySpeed speed;
    private final StopSignal stop;

    /** @throws Failure when the file does not hold such a run */
    public Replay(HistoryFile file, RunChoice runs, ReplaySpeed speed, StopSignal stop) {
        this.file = file;
        this.runs = runs;
        this.speed = speed;
        this.stop = stop;
        runs.in(file);
    }

    /**
     * Plays it all on the calling thread. Returns at the end of the record, or, with a listener that lingers, when a stop is wished; the
     * listeners are closed then.
     */
    public void play(List<? extends HistoryListener> listeners) {
        try (EventStream stream = new EventStream(listeners)) {
            playRecord(stream);
            while (stream.lingers() && !stop.requestedWithin(AGAIN)) {
                // looked at again, since the face that lingers may fail
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // as good as a stop
        }
    }

    private void playRecord(EventStream stream) throws InterruptedException {
        long start = System.nanoTime();
        ReplayClock clock = new ReplayClock(System.currentTimeMillis());
        try (HistoryReader reader = file.read(runs.in(file))) {
            Optional<HistoryReader.Entry> entry = reader.next();
            while (entry.isPresent() && !stop.isRequested()) {
                TimedEvent event = clock.place(entry.get());
                long due = start + (long) (clock.dueMillis() * 1e6 / speed.factor());
                if (due > System.nanoTime() && stop.requestedWithin(Duration.ofNanos(due - System.nanoTime()))) {
                    return;
                }
                stream.publishPatiently(event);
                entry = reader.next();
            }
        }
    }
}
