package torrentkit.app.server.catalogue;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;
import torrentkit.content.Content;
import torrentkit.content.ContentCache;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.InfoHash;

/**
 * Hands out what was hashed for as long as it is what lies on disk. The same content may lie at several paths and then has one
 * info-hash; one of the copies is read, and when that one changes the next takes over. Thread-safe.
 */
final class Served implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Served.class);
    private static final int MAX_LOADED = 10_000;

    private final FileSource source;
    private final HashedContents contents;
    private final Publisher publisher;
    private final Set<InfoHash> doubtful = ConcurrentHashMap.newKeySet(); // cannot be read, and not yet looked into
    private final Map<InfoHash, Path> loadedFrom = new LinkedHashMap<>(); // guarded by itself
    private volatile Future<?> pathsRead = CompletableFuture.completedFuture(null);
    private final ExecutorService housekeeping = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "torrentkit-catalogue");
        thread.setDaemon(true);
        return thread;
    });

    Served(FileSource source, HashedContents contents, Publisher publisher) {
        this.source = source;
        this.contents = contents;
        this.publisher = publisher;
    }

    /** Begins to learn which paths were hashed by an earlier process. */
    void readPaths() {
        pathsRead = housekeeping.submit(() -> {
            long start = System.nanoTime();
            contents.readPaths();
            if (contents.size() > 0) {
                LOG.info(
                        "{} torrents of an earlier run are served without hashing again; their paths were read in {} ms",
                        contents.size(),
                        (System.nanoTime() - start) / 1_000_000);
            }
        });
    }

    /** Whether the content is what lies at the place. Examines all of its files. */
    boolean isCurrent(FileSource.Located located, Content content) {
        return located.real().equals(content.root()) && ContentHasher.isCurrent(content);
    }

    /** Serves the content from now on. */
    void add(Path path, Content content) {
        Optional<InfoHash> before = contents.infoHash(path);
        InfoHash infoHash = content.metainfo().infoHash();
        Optional<ContentCache.Entry> givenUp = contents.put(path, content);
        before.filter(old -> !old.equals(infoHash)).ifPresent(old -> stop(path, old, "the content has changed"));
        givenUp.ifPresent(entry -> stop(
                entry.path(),
                entry.content().metainfo().infoHash(),
                "it cannot be kept, and others were asked for since"));
    }

    boolean offers(InfoHash infoHash) {
        return contents.holds(infoHash) && !doubtful.contains(infoHash);
    }

    /** The content with this info-hash, from the first path that still has it. */
    Optional<Content> load(InfoHash infoHash) {
        Optional<ContentCache.Entry> entry = contents.find(infoHash);
        while (entry.isPresent()) {
            Path path = entry.get().path();
            Content content = entry.get().content();
            boolean current = contents.isBelowRoot(path)
                    && source.find(contents.names(path))
                            .filter(located -> isCurrent(located, content))
                            .isPresent();
            if (current) {
                loaded(infoHash, path);
                return Optional.of(content);
            }
            drop(path, infoHash, "the content has changed");
            entry = contents.find(infoHash);
        }
        return Optional.empty();
    }

    private void loaded(InfoHash infoHash, Path path) {
        synchronized (loadedFrom) {
            loadedFrom.remove(infoHash);
            loadedFrom.put(infoHash, path);
            if (loadedFrom.size() > MAX_LOADED) {
                loadedFrom.remove(loadedFrom.keySet().iterator().next());
            }
        }
    }

    /** Something changed at these paths, given by their names joined by slashes. Looks at everything served that it may concern. */
    void changed(Collection<String> paths) {
        Set<String> concerned = new LinkedHashSet<>();
        for (String path : paths) {
            concerned.addAll(contents.paths().atOrBelow(path));
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                String above = path.substring(0, slash);
                if (contents.paths().contains(above)) {
                    concerned.add(above);
                }
            }
        }
        concerned.forEach(this::recheck);
    }

    /** Looks at everything that is served, and stops serving what has changed. */
    void recheckAll(BooleanSupplier stopped) throws InterruptedException {
        try {
            pathsRead.get();
        } catch (ExecutionException e) {
            LOG.error("not all paths of what was hashed earlier could be read", e.getCause());
        }
        for (String path : contents.paths().all()) {
            if (stopped.getAsBoolean()) {
                return;
            }
            recheck(path);
        }
    }

    private void recheck(String joined) {
        Path path = contents.path(joined);
        contents.load(path).ifPresent(content -> {
            Optional<FileSource.Located> located = source.find(contents.names(path));
            if (located.filter(found -> isCurrent(found, content)).isEmpty()) {
                drop(
                        path,
                        content.metainfo().infoHash(),
                        located.isPresent() ? "the content has changed" : "the file is gone");
            }
        });
    }

    /** It could not be read from where it was loaded. May be called on an event loop. */
    void withdrawn(InfoHash infoHash, String reason) {
        doubtful.add(infoHash);
        try {
            housekeeping.execute(() -> {
                Path from;
                synchronized (loadedFrom) {
                    from = loadedFrom.get(infoHash);
                }
                Optional.ofNullable(from)
                        .or(() -> contents.find(infoHash).map(ContentCache.Entry::path))
                        .ifPresent(path -> drop(path, infoHash, reason));
                doubtful.remove(infoHash);
            });
        } catch (RejectedExecutionException e) {
            doubtful.remove(infoHash); // closed: nothing is offered any more
        }
    }

    /** Serves what has this path no longer. */
    void drop(Path path, String reason) {
        contents.remove(path).ifPresent(infoHash -> stop(path, infoHash, reason));
    }

    /** Serves what has this path no longer, if it still has this info-hash. */
    void drop(Path path, InfoHash infoHash, String reason) {
        if (contents.remove(path, infoHash)) {
            stop(path, infoHash, reason);
        }
    }

    private void stop(Path path, InfoHash infoHash, String reason) {
        LOG.info("no longer serving {}: {}", Shown.text(path.toString()), Shown.text(reason));
        boolean another = contents.holds(infoHash);
        synchronized (loadedFrom) {
            Path from = loadedFrom.get(infoHash);
            if (another && from != null && !from.equals(path)) {
                return; // it is read from elsewhere
            }
            loadedFrom.remove(infoHash);
        }
        publisher.withdraw(infoHash, reason, another);
    }

    /** Withdraws everything; what was hashed stays known. */
    @Override
    public void close() {
        housekeeping.shutdownNow();
        for (InfoHash infoHash : contents.paths().infoHashes()) {
            publisher.withdraw(infoHash, "the server is being stopped", false);
        }
    }
}
