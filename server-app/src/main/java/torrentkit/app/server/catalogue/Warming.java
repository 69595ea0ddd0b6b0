package torrentkit.app.server.catalogue;

import java.nio.file.FileSystem;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.text.Shown;

/**
 * Hashes ahead of requests, one content after the other: at the start and after each look through the source what matches the
 * configured globs, new files that match them once they have been left alone for some seconds, and whatever somebody asks to have
 * warmed. On a thread of its own; notices come from others.
 */
final class Warming implements AutoCloseable {
    /** The matcher tries every way in which many of them could share out a name, and outsiders may write globs. */
    private static final int MAX_WILDCARDS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Warming.class);
    private static final long QUIET_NANOS = 5_000_000_000L;
    private static final int MAX_TOUCHED = 10_000;
    private static final int MAX_WAITING = 256;
    private static final int MAX_REMEMBERED = 50;
    private static final int PATHS_AT_ONCE = 256;
    private static final long BUSY_PAUSE_NANOS = 200_000_000L;

    /** Hashes what lies at a path unless it was. */
    interface Maker {
        CompletableFuture<Found> make(List<String> names);
    }

    private record Glob(String text, PathMatcher matcher, boolean literal) {}

    private final FileSystem fileSystem;
    private final SourceIndex index;
    private final Predicate<String> isReady;
    private final Maker maker;
    private final LongSupplier clock;
    private volatile List<Glob> configured;
    private final BlockingQueue<Pass> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final Map<String, Pass> passes = new LinkedHashMap<>(); // guarded by itself, as is the number
    private int lastPass;
    private final Map<String, Long> touched = new LinkedHashMap<>(); // when; guarded by itself
    private boolean tooManyTouched;
    private final CountDownLatch listedOnce = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "torrentkit-warming");
    private volatile boolean closed;

    /**
     * @param isReady whether a path has a torrent already
     * @param clock monotonic, nanoseconds
     * @throws ConfigurationException if a glob is none
     */
    Warming(
            FileSystem fileSystem,
            SourceIndex index,
            Predicate<String> isReady,
            Maker maker,
            List<String> globs,
            LongSupplier clock) {
        this.fileSystem = fileSystem;
        this.index = index;
        this.isReady = isReady;
        this.maker = maker;
        this.clock = clock;
        this.configured = configured(globs);
        thread.setDaemon(true);
        thread.start();
    }

    private List<Glob> configured(List<String> globs) {
        try {
            return globs.stream().map(this::glob).toList();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("torrent-server.warm: " + e.getMessage(), e);
        }
    }

    private Glob glob(String text) {
        if (text.chars().filter(c -> c == '*' || c == '{').count() > MAX_WILDCARDS) {
            throw new IllegalArgumentException("\"" + Shown.text(text) + "\" has more than " + MAX_WILDCARDS
                    + " wildcards; write for example images/** for all files below images.");
        }
        try {
            boolean literal = text.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0);
            return new Glob(text, fileSystem.getPathMatcher("glob:" + text), literal);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("\"" + Shown.text(text)
                    + "\" is not a pattern of paths: " + e.getDescription()
                    + ". Write for example images/** for all files below images, or *.iso.");
        }
    }

    /**
     * Begins to hash what matches.
     *
     * @param visible paths that do not pass do not count as matching
     * @throws IllegalArgumentException if the glob is none
     */
    Optional<WarmPass> warm(String text, Predicate<List<String>> visible) {
        return begin(glob(text), visible).map(Pass::told);
    }

    private Optional<Pass> begin(Glob glob) {
        return begin(glob, names -> true);
    }

    private Optional<Pass> begin(Glob glob, Predicate<List<String>> visible) {
        Pass pass;
        synchronized (passes) {
            pass = new Pass(Integer.toString(++lastPass), glob, visible);
            if (!waiting.offer(pass)) {
                return Optional.empty();
            }
            passes.put(pass.id, pass);
            if (passes.size() > MAX_REMEMBERED + MAX_WAITING) {
                passes.remove(passes.keySet().iterator().next());
            }
        }
        return Optional.of(pass);
    }

    /**
     * Reads other globs to be hashed without being asked for.
     *
     * @return puts them in the place of the present ones, and begins with those that are new
     * @throws ConfigurationException if one is none
     */
    Runnable prepare(List<String> globs) {
        List<Glob> next = configured(globs);
        return () -> {
            List<String> before = configured.stream().map(Glob::text).toList();
            configured = next;
            next.stream()
                    .filter(glob -> !before.contains(glob.text))
                    .forEach(glob -> begin(glob).ifPresent(pass -> pass.automatic = true));
        };
    }

    /** The youngest last. */
    List<WarmPass> passes() {
        synchronized (passes) {
            return passes.values().stream().map(Pass::told).toList();
        }
    }

    /** The source was looked through: hashes what matches the configured globs and is not hashed. */
    void listed() {
        listedOnce.countDown();
        boolean underWay;
        synchronized (passes) {
            underWay = passes.values().stream().anyMatch(pass -> pass.automatic && !pass.finished);
            passes.values().removeIf(pass -> pass.automatic && pass.finished);
        }
        if (underWay) {
            return;
        }
        for (Glob glob : configured) {
            begin(glob).ifPresent(pass -> pass.automatic = true);
        }
    }

    /** A file is new or was written to. */
    void touched(String path) {
        if (configured.stream().noneMatch(glob -> matches(glob, path))) {
            return;
        }
        synchronized (touched) {
            touched.remove(path);
            if (touched.size() < MAX_TOUCHED) {
                touched.put(path, clock.getAsLong());
            } else {
                tooManyTouched = true;
            }
        }
    }

    /** Hashes what was touched and then left alone for some seconds. */
    void tick() {
        List<String> quiet = new ArrayList<>();
        boolean all;
        synchronized (touched) {
            long now = clock.getAsLong();
            touched.entrySet().removeIf(entry -> {
                boolean isQuiet = now - entry.getValue() >= QUIET_NANOS;
                if (isQuiet) {
                    quiet.add(entry.getKey());
                }
                return isQuiet;
            });
            all = tooManyTouched && touched.isEmpty();
            tooManyTouched &= !all;
        }
        if (all) {
            listed();
        } else if (!quiet.isEmpty()) {
            Pass pass = new Pass("", new Glob("new files", path -> false, false), names -> true);
            pass.paths = quiet;
            if (!waiting.offer(pass)) {
                synchronized (touched) {
                    quiet.forEach(path -> touched.putIfAbsent(path, clock.getAsLong()));
                }
            }
        }
    }

    private boolean matches(Glob glob, String path) {
        return glob.matcher.matches(fileSystem.getPath(path));
    }

    private void run() {
        try {
            while (!closed) {
                Pass pass = waiting.take();
                try {
                    pass.run();
                } catch (RuntimeException e) {
                    LOG.warn("hashing ahead of requests of {} ended early", Shown.text(pass.glob.text), e);
                }
                pass.finished = true;
            }
        } catch (InterruptedException e) {
            LOG.debug("no more hashing ahead of requests");
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Pass {
        private final String id;
        private final Glob glob;
        private final Predicate<List<String>> visible;
        private List<String> paths = List.of(); // those of new files
        private volatile boolean automatic;
        private volatile long matching;
        private volatile long ready;
        private volatile long failed;
        private volatile boolean finished;

        Pass(String id, Glob glob, Predicate<List<String>> visible) {
            this.id = id;
            this.glob = glob;
            this.visible = visible;
        }

        WarmPass told() {
            return new WarmPass(id, glob.text, matching, ready, failed, finished);
        }

        void run() throws InterruptedException {
            if (!paths.isEmpty()) {
                for (String path : paths) {
                    make(path);
                }
                return;
            }
            if (glob.literal) {
                String path = glob.text.endsWith("/") ? glob.text.substring(0, glob.text.length() - 1) : glob.text;
                if (visible.test(Catalogue.names(path))) {
                    matching = 1;
                    make(path);
                }
                return;
            }
            listedOnce.await(); // until then the index does not have what there is to match
            for (Iterator<String> all = index.after(""); all.hasNext() && !closed; ) {
                matching += concerns(all.next()) ? 1 : 0;
            }
            String last = "";
            List<String> some = next(last);
            while (!some.isEmpty() && !closed) {
                for (String path : some) {
                    make(path);
                }
                last = some.get(some.size() - 1);
                some = next(last);
            }
            if (ready + failed > 0) {
                LOG.info(
                        "hashed ahead of requests: {} of {} files that match {}",
                        ready,
                        matching,
                        Shown.text(glob.text));
            }
        }

        private boolean concerns(String path) {
            return matches(glob, path) && visible.test(Catalogue.names(path));
        }

        /** In portions, so that no list that the index has replaced is kept for as long as the hashing takes. */
        private List<String> next(String after) {
            List<String> some = new ArrayList<>();
            for (Iterator<String> all = index.after(after); all.hasNext() && some.size() < PATHS_AT_ONCE; ) {
                String path = all.next();
                if (concerns(path)) {
                    some.add(path);
                }
            }
            return some;
        }

        private void make(String path) throws InterruptedException {
            if (isReady.test(path)) {
                ready++;
                return;
            }
            Found found = attempt(path);
            while (found instanceof Found.Later
                    && !closed) { // because much else is being hashed, or it is being written
                LockSupport.parkNanos(BUSY_PAUSE_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Found again = attempt(path);
                if (again instanceof Found.Later later && later.equals(found)) {
                    break; // it is its turn again when it is quiet or the source is looked through
                }
                found = again;
            }
            if (found instanceof Found.Served) {
                ready++;
            } else {
                failed++;
            }
        }

        private Found attempt(String path) throws InterruptedException {
            try {
                return maker.make(Catalogue.names(path)).get();
            } catch (ExecutionException e) {
                LOG.warn("{} could not be hashed ahead of requests", Shown.text(path), e.getCause());
                return new Found.Absent();
            }
        }
    }
}
