package torrentkit.app.client.history;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code --json}: each event of the run as a line of JSON on an output stream, written at once. When nobody reads the stream any more
 * nothing further is written.
 */
public final class JsonLines implements HistoryListener {
    private final PrintStream out;
    private final Runnable closed;
    private final JsonText json = new JsonText();
    private boolean broken;

    public JsonLines(PrintStream out) {
        this(out, () -> {});
    }

    /** @param closed run once when nobody reads the stream any more, on the events' thread */
    public JsonLines(PrintStream out, Runnable closed) {
        this.out = out;
        this.closed = closed;
    }

    @Override
    public void accept(TimedEvent event) {
        if (broken) {
            return;
        }
        EventJson.write(json, event, Optional.empty());
        byte[] line = json.take().getBytes(StandardCharsets.UTF_8); // JSON is UTF-8, whatever the terminal speaks
        out.write(line, 0, line.length);
        out.flush();
        if (out.checkError()) {
            broken = true;
            closed.run();
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
