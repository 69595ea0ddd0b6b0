package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;

/**
 * Knows what lies in the source: lists all of it in the background, then keeps up with changes as the system tells of them, and looks
 * through everything again from time to time and whenever events were lost. Everything happens on one thread of its own.
 */
final class SourceMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceMonitor.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final long MIN_PAUSE_NANOS = 5_000_000_000L;
    private static final int MAX_DURING_WALK = 20_000;

    /** Is told of changes, on the monitor's thread. */
    interface Listener {
        /** Something happened at these paths. */
        void changed(Collection<String> paths);

        /** There is a new or changed file. */
        void fileTouched(String path);

        /** The source was looked through. */
        void listed() throws InterruptedException;

        /** Twice a second. */
        void tick();
    }

    /** What was found when the source was last looked through. */
    record Totals(long files, long bytes, Instant at) {}

    private final Path root;
    private final SourceIndex index;
    private final Duration rescanInterval;
    private final Listener listener;
    private final SourceWalk walk;
    private final Thread thread = new Thread(this::run, "torrentkit-source");
    private volatile boolean closed;
    private volatile boolean watched;
    private volatile Totals totals;

    private SourceWatch watch; // the rest belongs to the thread
    private List<Path> duringWalk;
    private Object listedRoot; // what tells the directory from another one at its path; null: none was listed
    private boolean missing;

    /** @param root real path of the served directory */
    SourceMonitor(Path root, SourceIndex index, Duration rescanInterval, Listener listener) {
        this.root = root;
        this.index = index;
        this.rescanInterval = rescanInterval;
        this.listener = listener;
        this.walk = new SourceWalk(root);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    void start() {
        thread.start();
    }

    Optional<Totals> totals() {
        return Optional.ofNullable(totals);
    }

    /** Whether the system tells of every change. */
    boolean isWatched() {
        return watched;
    }

    private void run() {
        try (SourceWatch opened = SourceWatch.of(root)) {
            watch = opened;
            while (!closed) {
                long start = System.nanoTime();
                lookThrough();
                long took = System.nanoTime() - start;
                keepUp(System.nanoTime(), Math.max(MIN_PAUSE_NANOS, 2 * took));
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer looking at {}", root);
        } catch (RuntimeException e) {
            LOG.error("changes of the file source are no longer followed; they are still noticed when asked for", e);
        }
    }

    /** Until it is time to look through everything again; after lost events that is soon, but not at once again and again. */
    private void keepUp(long since, long minPauseNanos) throws InterruptedException {
        boolean lost = false;
        while (!closed) {
            handle(watch.poll(TICK));
            listener.tick();
            lost |= watch.takeLost();
            long passed = System.nanoTime() - since;
            if (passed > rescanInterval.toNanos() || lost && passed > minPauseNanos || isReplaced()) {
                return;
            }
        }
    }

    /** Whether another directory is at the path of the source, of which nobody tells who watches the one that was there. */
    private boolean isReplaced() {
        Object now = identity();
        return now != null && !now.equals(listedRoot);
    }

    /** Null while there is no directory. */
    private Object identity() {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(root, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Object key = facts.fileKey() == null ? root : facts.fileKey();
            return facts.isDirectory() ? key : null;
        } catch (IOException e) {
            return null;
        }
    }

    private void lookThrough() throws InterruptedException {
        Object now = identity();
        if (now == null) { // unmounted, perhaps: no reason to forget everything that was hashed
            if (!missing) {
                LOG.warn(
                        "the file source {} is not there; it is served again when it is back",
                        Shown.text(root.toString()));
            }
            missing = true;
            return;
        }
        missing = false;
        if (!now.equals(listedRoot)) {
            watch.forgetAll();
        }
        listedRoot = now;
        PathList.Builder paths = new PathList.Builder(SourceIndex.MAX_BYTES);
        long[] counts = new long[2];
        boolean[] fits = {true};
        duringWalk = new ArrayList<>();
        walk.walk(root, "", new SourceWalk.Visitor() {
            @Override
            public boolean enter(Path directory) {
                watch.watch(directory);
                handlePending();
                return !closed;
            }

            @Override
            public void file(String path, long bytes) {
                counts[0]++;
                counts[1] += bytes;
                fits[0] = fits[0] && paths.add(path);
            }
        });
        if (closed) {
            throw new InterruptedException();
        }
        if (!fits[0] && index.isComplete()) {
            LOG.warn(
                    "the file source has too many files, {}, to search all of them; {} can be found",
                    counts[0],
                    paths.build().size());
        }
        index.replace(paths.build(), fits[0]);
        List<Path> again = duringWalk;
        duringWalk = null;
        again.forEach(this::note);
        boolean first = totals == null;
        totals = new Totals(counts[0], counts[1], Instant.now());
        watched = watch.isComplete();
        if (first) {
            LOG.info("the file source has {} files of {} bytes in all", counts[0], counts[1]);
        }
        listener.listed();
    }

    /** Large sources take long to look through: what changes meanwhile is not left waiting. */
    private void handlePending() {
        try {
            Set<Path> pending = watch.poll(Duration.ZERO);
            if (duringWalk.size() + pending.size() <= MAX_DURING_WALK) {
                duringWalk.addAll(pending);
            }
            handle(pending);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void handle(Set<Path> changed) {
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach(this::note);
        listener.changed(changed.stream().map(this::joined).toList());
    }

    /** Brings the index up to date with what is at the path now. */
    private void note(Path path) {
        SourceWalk.Kind kind = walk.kind(path);
        if (kind == SourceWalk.Kind.FILE) {
            index.add(joined(path));
            listener.fileTouched(joined(path));
            return;
        }
        if (kind == SourceWalk.Kind.NOTHING) {
            index.removeAtOrBelow(joined(path));
            watch.forget(path);
            return;
        }
        walk.walk(path, joined(path) + "/", new SourceWalk.Visitor() {
            @Override
            public boolean enter(Path directory) {
                watch.watch(directory);
                return !closed;
            }

            @Override
            public void file(String file, long bytes) {
                index.add(file);
                listener.fileTouched(file);
            }
        });
    }

    private String joined(Path path) {
        return root.relativize(path).toString().replace(root.getFileSystem().getSeparator(), "/");
    }

    /** Ends the thread soon. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
