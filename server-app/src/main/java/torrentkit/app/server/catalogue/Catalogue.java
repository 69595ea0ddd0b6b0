package torrentkit.app.server.catalogue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import torrentkit.app.server.catalogue.HashingQueue.Cause;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.ContentSettings;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.seeder.ContentSource;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;

/**
 * What can be served and what is: at each path at most one content, which is being hashed or was, in this process or an earlier
 * one. What was hashed counts for one state of what lies on disk; when that has changed it is given up before anything else happens.
 *
 * <p>Methods that examine files say so; they belong on {@link LookupThreads}. No lock is held while files are examined, hashed or
 * served.
 */
public final class Catalogue implements ContentSource, Reloadable, AutoCloseable {
    /** What there is at a path: a torrent that is served, or the reason why there is none. */
    public sealed interface Found {
        record Served(Metainfo metainfo) implements Found {}

        /** Nothing is there, or nothing that may be served; which of the two is not told. */
        record Absent() implements Found {}

        /** It is there, and no torrent can be made of it. */
        record Impossible(String sentence) implements Found {}

        /** Not now: too much is being hashed, or the content changes while it is. */
        record Later(String sentence, int retryAfterSeconds) implements Found {}
    }

    private final FileSource source;
    private final HashedContents contents;
    private final Served served;
    private final TorrentFinder finder;
    private final SourceIndex index = new SourceIndex();
    private final SourceBrowser browser;
    private final AtomicBoolean closed = new AtomicBoolean();
    private SourceMonitor monitor; // both null in a catalogue that does not watch
    private Warming warming;

    /**
     * Opens the catalogue of a directory.
     *
     * @param state where to keep what was hashed; no other process may use it
     * @param threads on which to hash; borrowed
     * @param publisher told of what is served no longer; what is, it asks this for
     * @throws StorageException if what was kept cannot be read or more cannot be kept
     * @throws ConfigurationException if a glob to warm is none
     */
    public static Catalogue open(
            FileSource source, ContentSettings settings, Path state, StorageExecutor threads, Publisher publisher) {
        Catalogue catalogue = new Catalogue(
                source,
                HashedContents.open(source.root(), state),
                new TorrentMaker(settings, threads),
                new HashingQueue(settings.hashingJobs(), settings.hashingQueue()),
                publisher);
        try {
            catalogue.watch(settings.rescanInterval(), settings.warm());
        } catch (RuntimeException e) {
            catalogue.close();
            throw e;
        }
        return catalogue;
    }

    /** @param contents closed with this */
    Catalogue(FileSource source, HashedContents contents, Hashing hashing, HashingQueue queue, Publisher publisher) {
        this.source = source;
        this.contents = contents;
        this.served = new Served(source, contents, publisher);
        this.finder = new TorrentFinder(source, contents, served, hashing, queue);
        this.browser = new SourceBrowser(source, contents, served, index);
        served.readPaths();
    }

    /**
     * Finds the torrent of what lies at this path, or has it made. Examines files, so the calling thread may block, but does not
     * wait for the hashing; what it returns belongs to the caller alone, who may cancel it without an effect on others.
     */
    public CompletableFuture<Found> find(List<String> names) {
        return finder.find(names, Cause.REQUEST);
    }

    /** Begins to look at the source in the background. Once, before anybody else has this. */
    void watch(Duration rescanInterval, List<String> warm) {
        warming = new Warming(
                source.root().getFileSystem(),
                index,
                contents.paths()::contains,
                names -> finder.find(names, Cause.WARMING),
                warm,
                System::nanoTime);
        monitor = new SourceMonitor(source.root(), index, rescanInterval, new SourceMonitor.Listener() {
            @Override
            public void changed(Collection<String> paths) {
                served.changed(paths);
            }

            @Override
            public void fileTouched(String path) {
                warming.touched(path);
            }

            @Override
            public void listed() throws InterruptedException {
                warming.listed();
                served.recheckAll(closed::get);
            }

            @Override
            public void tick() {
                warming.tick();
            }
        });
        monitor.start();
    }

    /**
     * What lies in a directory, in code point order of the names. Examines files.
     *
     * @param names of the directory; none for the served one itself
     * @param after a name after which to begin; empty for the first
     * @param limit of answers, at least 1
     * @param visible which paths to tell of
     * @return empty if there is no such directory, or it cannot be read
     */
    public Optional<FilePage> list(List<String> names, String after, int limit, Predicate<List<String>> visible) {
        return browser.list(names, after, limit, visible);
    }

    /**
     * Files whose path holds every word of a text, in whatever case, in code point order of the paths. Files in directories that are
     * reached over links are not among them. Examines files; with a million takes part of a second.
     *
     * @param after a path, its names joined by slashes, after which to begin; empty for the first
     * @param limit of answers, at least 1
     * @param visible which paths to tell of
     */
    public FilePage search(String text, String after, int limit, Predicate<List<String>> visible) {
        return browser.search(text, after, limit, visible);
    }

    /**
     * Begins to hash all files that match, behind whatever is requested. Goes through the list of all files.
     *
     * @param glob of paths below the source, as {@link java.nio.file.FileSystem#getPathMatcher} has them, such as {@code images/**};
     *     one without any wildcard may also name a directory
     * @return empty if too much waits already
     * @throws IllegalArgumentException if the glob is none
     */
    public Optional<WarmPass> warm(String glob) {
        return warm(glob, names -> true);
    }

    /** @param visible what else is not even looked at; asked on a thread that may block */
    public Optional<WarmPass> warm(String glob, Predicate<List<String>> visible) {
        return warming.warm(glob, visible);
    }

    /**
     * Whether there is something at the path, and every file below it passes. What links to directories lead to is not looked at.
     * Examines files.
     */
    public boolean showsAll(List<String> names, Predicate<List<String>> visible) {
        return browser.showsAll(names, visible);
    }

    /** Puts other globs into force. The other settings of content need another catalogue. */
    @Override
    public Runnable prepare(ServerConfig settings) {
        return warming.prepare(settings.content().warm());
    }

    /** What is or lately was hashed ahead of requests, the youngest last. */
    public List<WarmPass> warmPasses() {
        return warming.passes();
    }

    /** How large everything is. */
    public CatalogueStatus status() {
        Optional<SourceMonitor.Totals> totals = monitor.totals();
        return new CatalogueStatus(
                totals.filter(found -> !index.isComplete())
                        .map(SourceMonitor.Totals::files)
                        .orElse((long) index.size()),
                totals.map(SourceMonitor.Totals::bytes).orElse(0L),
                totals.map(SourceMonitor.Totals::at),
                index.isComplete(),
                monitor.isWatched(),
                contents.size(),
                finder.tasks().runningCount());
    }

    /** What was hashed since the start. */
    public HashingTotals hashing() {
        return finder.tasks().totals();
    }

    /** The hashing of this path that is under way, if any. */
    public Optional<Job> jobAt(List<String> names) {
        return finder.tasks().at(names).map(HashingTask::job);
    }

    /** What is being hashed and what was hashed lately, the youngest first. */
    public List<Job> jobs() {
        return finder.tasks().jobs();
    }

    /** One of {@link #jobs}. */
    public Optional<Job> job(String id) {
        return finder.tasks().job(id);
    }

    /**
     * Paths that have a torrent, in code point order.
     *
     * @param after names joined by slashes, after which to begin; empty for the first
     * @param limit of answers
     * @param visible of whose paths to tell
     */
    public List<ServedPath> torrents(String after, int limit, Predicate<List<String>> visible) {
        return contents.paths().after(after, limit, path -> visible.test(names(path))).stream()
                .map(entry -> new ServedPath(names(entry.getKey()), entry.getValue()))
                .toList();
    }

    /** The torrents whose content is at this path, or has it as a part, without a look at the disk. */
    public List<InfoHash> torrentsWith(List<String> names) {
        return contents.paths().atOrAbove(String.join("/", names));
    }

    /** A path that has a torrent. */
    public record ServedPath(List<String> names, InfoHash infoHash) {}

    /** The paths that have this torrent, without a look at the disk. */
    public List<List<String>> paths(InfoHash infoHash) {
        return contents.paths().paths(infoHash).stream().map(Catalogue::names).toList();
    }

    /**
     * Whether {@link #paths} and {@link #torrents} tell everything: for a moment after the start the paths of what an earlier
     * process hashed are still being read, though it is served already.
     */
    public boolean arePathsComplete() {
        return contents.arePathsComplete();
    }

    static List<String> names(String path) {
        return List.of(path.split("/", -1));
    }

    @Override
    public boolean offers(InfoHash infoHash) {
        return !closed.get() && served.offers(infoHash);
    }

    @Override
    public Optional<Content> load(InfoHash infoHash) {
        return closed.get() ? Optional.empty() : served.load(infoHash);
    }

    @Override
    public void withdrawn(InfoHash infoHash, String reason) {
        served.withdrawn(infoHash, reason);
    }

    /** Ends all hashing and withdraws everything. What was hashed is found again after a restart. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        finder.close();
        if (warming != null) {
            warming.close();
        }
        if (monitor != null) {
            monitor.close();
        }
        served.close();
        contents.close();
    }

    static String sentence(Found found) {
        if (found instanceof Found.Impossible impossible) {
            return impossible.sentence();
        }
        return found instanceof Found.Later later ? later.sentence() : "The file is gone, or may not be read.";
    }
}
