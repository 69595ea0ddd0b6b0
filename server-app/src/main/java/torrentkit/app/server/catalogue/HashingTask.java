package torrentkit.app.server.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.app.server.text.Shown;
import torrentkit.content.Content;

/** The hashing of one state of what lies at one path. Thread-safe; all who want it wait for the same outcome. */
final class HashingTask {
    private static final Logger LOG = LoggerFactory.getLogger(HashingTask.class);
    /** Smaller content is hashed too soon for its progress to be worth a line. */
    private static final long LOGGED_FROM_BYTES = 1L << 30;

    private static final long LOG_NANOS = 10_000_000_000L;
    private static final int PERCENT_STEP = 10;

    private final String id;
    private final List<String> names;
    private final FileSource.Located located;
    private final Fingerprint fingerprint;
    private final Instant created = Instant.now();
    private final CompletableFuture<Found> found = new CompletableFuture<>();
    private final AtomicLong bytesDone = new AtomicLong();

    private CompletableFuture<Content> hash; // all below guarded by this
    private boolean warming;
    private boolean started;
    private boolean givenUp;
    private Instant ended;
    private String failure;
    private long loggedNanos;
    private long loggedPercent;

    HashingTask(String id, List<String> names, FileSource.Located located, Fingerprint fingerprint, boolean warming) {
        this.id = id;
        this.names = names;
        this.located = located;
        this.fingerprint = fingerprint;
        this.warming = warming;
    }

    String id() {
        return id;
    }

    List<String> names() {
        return names;
    }

    FileSource.Located located() {
        return located;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    boolean isOf(FileSource.Located other, Fingerprint otherFingerprint) {
        return located.equals(other) && fingerprint.equals(otherFingerprint);
    }

    /** What comes of it; belongs to the caller, who may cancel it without an effect on others. */
    CompletableFuture<Found> found() {
        return found.copy();
    }

    synchronized void started() {
        started = true;
        loggedNanos = System.nanoTime();
        if (fingerprint.bytes() >= LOGGED_FROM_BYTES) {
            LOG.info("hashing {}, {} bytes", shownPath(), fingerprint.bytes());
        }
    }

    /** Told from several threads, so that a smaller number may come late. */
    void progressed(long bytes) {
        bytesDone.accumulateAndGet(bytes, Math::max);
        if (fingerprint.bytes() < LOGGED_FROM_BYTES) {
            return;
        }
        long percent = bytesDone.get() * 100 / fingerprint.bytes();
        long now = System.nanoTime();
        synchronized (this) {
            if (percent - loggedPercent < PERCENT_STEP && now - loggedNanos < LOG_NANOS) {
                return;
            }
            loggedPercent = percent;
            loggedNanos = now;
        }
        LOG.info("hashing {}: {} % of {} bytes", shownPath(), percent, fingerprint.bytes());
    }

    String shownPath() {
        return Shown.text(String.join("/", names));
    }

    /** The work is on its way; if it is unwanted by now it is cancelled. */
    void began(CompletableFuture<Content> work) {
        boolean tooLate;
        synchronized (this) {
            hash = work;
            tooLate = givenUp;
        }
        if (tooLate) {
            work.cancel(true);
        }
    }

    /** Somebody wants it now. */
    Optional<CompletableFuture<Content>> requested() {
        synchronized (this) {
            boolean was = warming;
            warming = false;
            return was ? Optional.ofNullable(hash) : Optional.empty();
        }
    }

    /** @param beforeTelling done once {@link #job} says so, and before anybody else learns of it */
    void end(Found outcome, Runnable beforeTelling) {
        ended(outcome instanceof Found.Served ? null : Catalogue.sentence(outcome));
        beforeTelling.run();
        found.complete(outcome);
    }

    void end(Throwable error, Runnable beforeTelling) {
        ended("It failed; the log of the server says why.");
        beforeTelling.run();
        found.completeExceptionally(error);
    }

    private synchronized void ended(String why) {
        ended = Instant.now();
        failure = why;
    }

    void giveUp() {
        CompletableFuture<Content> running;
        synchronized (this) {
            givenUp = true;
            running = hash;
        }
        if (running != null) {
            running.cancel(true);
        }
    }

    synchronized boolean isGivenUp() {
        return givenUp;
    }

    synchronized Job job() {
        Job.State state = ended != null
                ? failure == null ? Job.State.DONE : Job.State.FAILED
                : started ? Job.State.HASHING : Job.State.QUEUED;
        return new Job(
                id,
                names,
                located.directory(),
                state,
                warming,
                state == Job.State.DONE ? fingerprint.bytes() : bytesDone.get(),
                fingerprint.bytes(),
                created,
                Optional.ofNullable(ended),
                Optional.ofNullable(failure));
    }
}
