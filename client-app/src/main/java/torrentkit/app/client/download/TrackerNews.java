package torrentkit.app.client.download;

import java.util.Optional;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.outcome.Failures;
import torrentkit.tracker.client.AnnouncerStatus;

/** What trackers complain about, shown when it is new and not each time that they repeat it. Used on the main thread. */
public final class TrackerNews {
    private final Console console;
    private Optional<String> shown = Optional.empty();

    TrackerNews(Console console) {
        this.console = console;
    }

    void show(AnnouncerStatus status) {
        Optional<String> trouble = trouble(status);
        if (trouble.isPresent() && !trouble.equals(shown)) {
            console.line("Tracker: " + trouble.get());
        }
        shown = trouble;
    }

    /** What the tracker that was asked last complains about, a sentence. That a torrent names no tracker is no complaint. */
    static Optional<String> trouble(AnnouncerStatus status) {
        return status.tracker().isEmpty() ? Optional.empty() : status.error().map(Failures::sentence);
    }
}
