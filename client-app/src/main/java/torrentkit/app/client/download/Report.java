package torrentkit.app.client.download;

import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.LogSetup;
import torrentkit.app.client.outcome.Failure;

/** The lines that a person reads about sources: where they go to, and how they ended. Thread-safe. */
final class Report {
    private final Console console;
    private final boolean several;
    private final boolean errorsOnly;

    /**
     * @param several whether lines must say which source they are about
     * @param errorsOnly whether all but errors is said elsewhere, by {@code --json}
     */
    Report(Console console, boolean several, boolean errorsOnly) {
        this.console = console;
        this.several = several;
        this.errorsOnly = errorsOnly;
    }

    /** A line on the standard output, unless quiet. */
    void line(String text) {
        if (!errorsOnly) {
            console.line(text);
        }
    }

    /** The same with the torrent that it is about, when there are several. */
    void line(String name, String text) {
        line(several ? name + ": " + text : text);
    }

    /** The line on the standard error about a source that failed. One without a message has nothing to say. */
    void error(String source, Failure failure) {
        String text = String.valueOf(failure.getMessage());
        if (text.isEmpty()) {
            return;
        }
        console.error("client-app: " + (!several || text.contains(source) ? text : source + ": " + text));
        if (LogSetup.isVerbose()) {
            LogSetup.printTrace(console, failure);
        }
    }
}
