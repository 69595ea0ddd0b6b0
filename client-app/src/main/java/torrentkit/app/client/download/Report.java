package torrentkit.app.client.download;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.LogSetup;
import torrentkit.app.client.outcome.Failure;

/**
 * The lines that a person reads about sources: where they go to, and how they ended. Held back while a face has the whole terminal.
 * Thread-safe.
 */
final class Report {
    private final Console console;
    private final boolean several;
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;

    /**
     * @param several whether lines must say which source they are about
     * @param holding whether to hold the lines back until {@link #release}
     */
    Report(Console console, boolean several, boolean holding) {
        this.console = console;
        this.several = several;
        this.holding = holding;
    }

    /** A line on the standard output, unless quiet. */
    void line(String text) {
        show(() -> console.line(text));
    }

    /** A line on the standard output that says which torrent it is about when there are several. */
    void line(String name, String text) {
        line(several ? name + ": " + text : text);
    }

    /** The line on the standard error about a source that failed. One without a message has nothing to say. */
    void error(String source, Failure failure) {
        String text = String.valueOf(failure.getMessage());
        if (text.isEmpty()) {
            return;
        }
        show(() -> {
            console.error("client-app: " + (!several || text.contains(source) ? text : source + ": " + text));
            if (LogSetup.isVerbose()) {
                LogSetup.printTrace(console, failure);
            }
        });
    }

    private synchronized void show(Runnable line) {
        if (holding) {
            held.add(line);
        } else {
            line.run();
        }
    }

    /** Nobody else has the terminal any more. */
    synchronized void release() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }
}
