package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.catalogue.HashingQueue.Cause;
import torrentkit.app.server.config.ContentSettings;
import torrentkit.app.server.text.Shown;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;
import torrentkit.seeder.ContentSource;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;

/**
 * What can be served and what is: at each path at most one content, which is being hashed or was, in this process or an earlier
 * one. What was hashed counts for one state of what lies on disk; when that has changed it is given up before anything else happens.
 *
 * <p>Methods that examine files say so; they belong on {@link LookupThreads}. No lock is held while files are examined, hashed or
 * served.
 */
public final class Catalogue implements ContentSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
    private static final int CHANGING_RETRY_SECONDS = 5;
    private static final int BUSY_RETRY_SECONDS = 10;

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
    private final Hashing hashing;
    private final HashingQueue queue;
    private final HashingTasks tasks = new HashingTasks();
    private final HashedContents contents;
    private final Served served;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Opens the catalogue of a directory.
     *
     * @param state where to keep what was hashed; no other process may use it
     * @param threads on which to hash; borrowed
     * @param publisher told of everything, also of what an earlier process hashed
     * @throws torrentkit.storage.StorageException if what was kept cannot be read or more cannot be kept
     */
    public static Catalogue open(
            FileSource source, ContentSettings settings, Path state, StorageExecutor threads, Publisher publisher) {
        return new Catalogue(
                source,
                HashedContents.open(source.root(), state),
                new TorrentMaker(settings, threads),
                new HashingQueue(settings.hashingJobs(), settings.hashingQueue()),
                publisher);
    }

    /** @param contents closed with this */
    Catalogue(FileSource source, HashedContents contents, Hashing hashing, HashingQueue queue, Publisher publisher) {
        this.source = source;
        this.contents = contents;
        this.hashing = hashing;
        this.queue = queue;
        this.served = new Served(source, contents, publisher);
        served.readPaths();
    }

    /**
     * Finds the torrent of what lies at this path, or has it made. Examines files, so the calling thread may block, but does not
     * wait for the hashing; what it returns belongs to the caller alone, who may cancel it without an effect on others.
     */
    public CompletableFuture<Found> find(List<String> names) {
        return find(names, Cause.REQUEST);
    }

    CompletableFuture<Found> find(List<String> names, Cause cause) {
        if (closed.get()) {
            return answered(stopping());
        }
        Optional<FileSource.Located> located = source.find(names);
        if (located.isEmpty()) {
            forget(names);
            return answered(new Found.Absent());
        }
        Optional<Metainfo> known = known(located.get());
        if (known.isPresent()) {
            return answered(new Found.Served(known.get()));
        }
        Fingerprint fingerprint;
        try {
            fingerprint = Fingerprint.of(located.get());
        } catch (AccessDeniedException e) {
            LOG.info("not served, since it may not be read: {}", Shown.text(e.getMessage()));
            forget(names);
            return answered(new Found.Absent());
        } catch (IOException e) {
            LOG.debug("cannot examine {}", located.get().real(), e);
            return answered(changing());
        }
        return hash(names, located.get(), fingerprint, cause);
    }

    /** What was hashed earlier, if it still is what lies there. */
    private Optional<Metainfo> known(FileSource.Located located) {
        Optional<Content> content = contents.load(located.requested());
        if (content.isEmpty()) {
            return Optional.empty();
        }
        if (served.isCurrent(located, content.get()) && hashing.wouldMake(content.get(), located.name())) {
            return Optional.of(content.get().metainfo());
        }
        served.drop(located.requested(), content.get().metainfo().infoHash(), "the content has changed");
        return Optional.empty();
    }

    private CompletableFuture<Found> hash(
            List<String> names, FileSource.Located located, Fingerprint fingerprint, Cause cause) {
        Optional<HashingTasks.Change> change = tasks.change(
                names,
                running -> running != null && running.isOf(located, fingerprint)
                        ? running
                        : new HashingTask(tasks.nextId(), names, located, fingerprint, cause == Cause.WARMING));
        if (change.isEmpty()) {
            return answered(stopping());
        }
        HashingTask task = change.get().now();
        boolean isNew = change.get().before().filter(before -> before == task).isEmpty();
        if (isNew) {
            change.get().before().ifPresent(HashingTask::giveUp);
            begin(task, cause);
        } else if (cause == Cause.REQUEST) {
            task.requested().ifPresent(queue::promote);
        }
        return task.found();
    }

    private void begin(HashingTask task, Cause cause) {
        Optional<CompletableFuture<Content>> begun = queue.submit(
                () -> {
                    task.started();
                    return hashing.hash(task.located().real(), task.located().name(), task::progressed);
                },
                cause);
        if (begun.isEmpty()) {
            end(task, new Found.Later("Too many files are waiting to be hashed; ask again later.", BUSY_RETRY_SECONDS));
            return;
        }
        task.began(begun.get());
        begun.get().whenComplete((content, failure) -> {
            if (failure == null) {
                publish(task, content);
            } else {
                failed(task, failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
    }

    /** What was hashed is served only if it is, after the hashing as before, what lies at the path, inside the root. */
    private void publish(HashingTask task, Content content) {
        FileSource.Located located = task.located();
        try {
            if (!source.stillLeadsTo(located) || !Fingerprint.of(located).equals(task.fingerprint())) {
                failed(
                        task,
                        new ContentChangedException(located.real() + " changed while it was hashed", located.real()));
                return;
            }
        } catch (IOException e) {
            failed(task, new ContentChangedException(e.getMessage(), located.real()));
            return;
        }
        if (!tasks.isAtItsPath(task)) {
            failed(task, new CancellationException());
            return;
        }
        served.add(located.requested(), content);
        if (task.isGivenUp()) {
            served.drop(located.requested(), content.metainfo().infoHash(), "it is no longer asked for");
            failed(task, new CancellationException());
            return;
        }
        LOG.info("serving {} as {}", task.shownPath(), content.metainfo().infoHash());
        end(task, new Found.Served(content.metainfo()));
    }

    private void failed(HashingTask task, Throwable failure) {
        if (failure instanceof CancellationException || failure instanceof ContentChangedException) {
            end(task, changing());
        } else if (failure instanceof MetainfoException) {
            end(task, new Found.Impossible(withoutRoot(failure.getMessage())));
        } else if (failure instanceof StorageException storage
                && (storage.kind() == StorageException.Kind.NOT_FOUND
                        || storage.kind() == StorageException.Kind.PERMISSION)) {
            LOG.info("not served: {}", Shown.text(storage.getMessage()));
            end(task, new Found.Absent());
        } else {
            task.end(failure, () -> tasks.ended(task));
        }
    }

    private void end(HashingTask task, Found outcome) {
        task.end(outcome, () -> tasks.ended(task));
    }

    private void forget(List<String> names) {
        tasks.at(names).ifPresent(task -> {
            tasks.remove(task);
            task.giveUp();
        });
        source.path(names).ifPresent(path -> served.drop(path, "the file is gone"));
    }

    /** The hashing of this path that is under way, if any. */
    public Optional<Job> jobAt(List<String> names) {
        return tasks.at(names).map(HashingTask::job);
    }

    /** What is being hashed and what was hashed lately, the youngest first. */
    public List<Job> jobs() {
        return tasks.jobs();
    }

    /** One of {@link #jobs}. */
    public Optional<Job> job(String id) {
        return tasks.job(id);
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
        tasks.close().forEach(HashingTask::giveUp);
        served.close();
        contents.close();
    }

    /** Where the directory lies on this machine is nothing that clients need to know. */
    private String withoutRoot(String sentence) {
        return Shown.text(
                sentence.replace(source.root() + source.root().getFileSystem().getSeparator(), ""));
    }

    static String sentence(Found found) {
        if (found instanceof Found.Impossible impossible) {
            return impossible.sentence();
        }
        return found instanceof Found.Later later ? later.sentence() : "The file is gone, or may not be read.";
    }

    private static CompletableFuture<Found> answered(Found found) {
        return CompletableFuture.completedFuture(found);
    }

    private static Found stopping() {
        return new Found.Later("The server is being stopped.", BUSY_RETRY_SECONDS);
    }

    private static Found changing() {
        return new Found.Later(
                "The file is being changed just now; ask again when that is over.", CHANGING_RETRY_SECONDS);
    }
}
