package torrentkit.app.client.face;

import java.time.Duration;
import java.util.function.LongSupplier;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.face.RunTotals.Activity;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.RunState;
import torrentkit.app.client.history.TimedEvent;

/**
 * The face of {@code -m minimal}: on a terminal one line that is rewritten in place; else a line now and then, for logs and pipes, more
 * rarely while nothing changes or only sharing goes on. Notes become lines of their own. How a torrent ended is for whoever runs it to
 * say.
 */
public final class MinimalFace implements HistoryListener {
    private static final long DRAW_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST_LINES_LEFT_OUT = 11;

    private final Console console;
    private final LongSupplier nanos;
    private final RunState run = new RunState();
    private final Throughput throughput = new Throughput();
    private long shownAt;
    private String shown = "";
    private int leftOut;

    public MinimalFace(Console console) {
        this(console, System::nanoTime);
    }

    /** @param nanos the clock that says when to show something again */
    MinimalFace(Console console, LongSupplier nanos) {
        this.console = console;
        this.nanos = nanos;
        shownAt = nanos.getAsLong();
    }

    @Override
    public void accept(TimedEvent event) {
        run.accept(event);
        long millis = event.millis().orElseGet(() -> nanos.getAsLong() / 1_000_000);
        throughput.after(event.event(), millis, run.torrents());
        if (event.event() instanceof HistoryEvent.Note note) {
            console.line(note.text());
        }
    }

    @Override
    public void tick() {
        if (run.torrents().isEmpty()
                || nanos.getAsLong() - shownAt < (console.isTerminal() ? DRAW_NANOS : LINE_NANOS)) {
            return;
        }
        shownAt = nanos.getAsLong();
        RunTotals totals = RunTotals.of(run.torrents(), throughput.measured());
        if (console.isTerminal()) {
            console.progress(
                    totals.activity() == Activity.STARTING ? "" : MinimalLine.fitted(totals, console.columns()));
        } else {
            print(totals);
        }
    }

    private void print(RunTotals totals) {
        String line = MinimalLine.plain(totals);
        boolean dull =
                line.equals(shown) || totals.activity() == Activity.SHARING || totals.activity() == Activity.STARTING;
        if (dull && leftOut < MOST_LINES_LEFT_OUT) {
            leftOut++;
            return;
        }
        console.line(line);
        shown = line;
        leftOut = 0;
    }

    @Override
    public void close() {
        console.clearProgress();
    }
}
