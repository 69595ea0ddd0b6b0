package torrentkit.app.client.download;

import java.time.Duration;
import java.util.Optional;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.metainfo.Metainfo;
import torrentkit.tracker.client.AnnouncerStatus;

/** Complete content that others may have, until a goal is reached or a stop comes. Belongs to the main thread once it is shared. */
final class Sharing implements AutoCloseable {
    /** Who sends the content. */
    interface Uploads extends AutoCloseable {
        Metainfo metainfo();

        /** Bytes of blocks sent in this run. */
        long sent();

        /** Whether a connected peer lacks a piece. */
        boolean somebodyLacks();

        Optional<AnnouncerStatus> announces();

        /** Why it is not shared any more; empty while it is. */
        Optional<String> lost();

        /** Tells how it is now. */
        void sample(LiveEvents live);

        @Override
        void close();
    }

    /** Nobody who lacks something for so long means that nobody does: a peer may be about to connect again. */
    private static final Duration ALONE = Duration.ofSeconds(30);

    private final Uploads uploads;
    private final LiveEvents live;
    private final SharingGoal goal;
    private final long since = System.nanoTime();
    private long lackedAt = System.nanoTime();

    Sharing(Uploads uploads, LiveEvents live, SharingGoal goal) {
        this.uploads = uploads;
        this.live = live;
        this.goal = goal;
    }

    String name() {
        return uploads.metainfo().name();
    }

    long sent() {
        return uploads.sent();
    }

    /** What to say when it begins. */
    String begun() {
        return "Sharing it" + goal.words() + ".";
    }

    /** What to say when a stop came. */
    String stopped() {
        return "Stopped; " + Quantity.bytes(sent()) + " sent to others.";
    }

    /**
     * Looks at it, once a second.
     *
     * @return what to say when it is over; empty while it goes on
     * @throws Failure if the content cannot be shared any more
     */
    Optional<String> look() {
        Optional<String> lost = uploads.lost();
        if (lost.isPresent()) {
            throw new Failure(ExitCode.FILE_IO, "The content is no longer shared: " + Failures.sentence(lost.get()));
        }
        uploads.sample(live);
        long now = System.nanoTime();
        if (uploads.somebodyLacks() || trackersKnowOfSomebody()) {
            lackedAt = now;
        }
        return goal.reached(
                        Duration.ofNanos(now - since),
                        sent(),
                        uploads.metainfo().layout().totalLength(),
                        now - lackedAt >= ALONE.toNanos())
                .map(why -> "Shared enough: " + why + "; " + Quantity.bytes(sent()) + " sent to others.");
    }

    /** By the last good answer; one that failed leaves us with the one before. */
    private boolean trackersKnowOfSomebody() {
        return uploads.announces()
                .map(status -> status.tracker().isPresent()
                                && status.answers() == 0
                                && status.error().isEmpty()
                        || status.incomplete().orElse(0) > 0)
                .orElse(false);
    }

    @Override
    public void close() {
        uploads.close();
    }
}
