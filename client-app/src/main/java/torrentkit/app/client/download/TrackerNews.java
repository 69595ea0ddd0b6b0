package torrentkit.app.client.download;

import java.util.Optional;
import java.util.function.Consumer;
import torrentkit.app.client.outcome.Failures;
import torrentkit.tracker.client.AnnouncerStatus;

/** What trackers complain about, told when it is new and not each time that they repeat it. Belongs to one thread. */
final class TrackerNews {
    private final Consumer<String> told;
    private Optional<String> last = Optional.empty();

    /** @param told takes each new complaint */
    TrackerNews(Consumer<String> told) {
        this.told = told;
    }

    void show(AnnouncerStatus status) {
        Optional<String> trouble = trouble(status);
        if (trouble.isPresent() && !trouble.equals(last)) {
            told.accept("Tracker: " + trouble.get());
        }
        last = trouble;
    }

    /** What the tracker that was asked last complains about, a sentence. That a torrent names no tracker is no complaint. */
    static Optional<String> trouble(AnnouncerStatus status) {
        return status.tracker().isEmpty() ? Optional.empty() : status.error().map(Failures::sentence);
    }
}
