package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.app.server.catalogue.HashingQueue.Cause;
import torrentkit.app.server.text.Shown;
import torrentkit.content.Content;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.StorageException;

/**
 * From a path to its torrent: what was hashed earlier if it still lies there, else one hashing for all who ask meanwhile. No lock is
 * held while files are examined, hashed or served.
 */
final class TorrentFinder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TorrentFinder.class);
    private static final int CHANGING_RETRY_SECONDS = 5;
    private static final int BUSY_RETRY_SECONDS = 10;

    private final FileSource source;
    private final HashedContents contents;
    private final Served served;
    private final Hashing hashing;
    private final HashingQueue queue;
    private final HashingTasks tasks = new HashingTasks();
    private volatile boolean closed;

    TorrentFinder(FileSource source, HashedContents contents, Served served, Hashing hashing, HashingQueue queue) {
        this.source = source;
        this.contents = contents;
        this.served = served;
        this.hashing = hashing;
        this.queue = queue;
    }

    HashingTasks tasks() {
        return tasks;
    }

    /** As {@link Catalogue#find(List)}, for whichever cause. */
    CompletableFuture<Found> find(List<String> names, Cause cause) {
        if (closed) {
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
            if (failure != null) {
                failed(task, failure instanceof CompletionException ? failure.getCause() : failure);
                return;
            }
            try {
                publish(task, content);
            } catch (RuntimeException | Error e) { // whoever asked would wait for ever otherwise
                broken(task, e);
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
            broken(task, failure);
        }
    }

    private void broken(HashingTask task, Throwable failure) {
        LOG.warn("hashing {} failed: {}", task.shownPath(), Shown.text(failure.toString()));
        task.end(failure, () -> tasks.ended(task));
    }

    private void end(HashingTask task, Found outcome) {
        task.end(outcome, () -> tasks.ended(task));
    }

    private void forget(List<String> names) {
        tasks.at(names).ifPresent(task -> {
            tasks.remove(task);
            task.giveUp();
        });
        source.requested(names).ifPresent(path -> served.drop(path, "the file is gone"));
    }

    /** Ends all hashing; what is asked for from now on comes later. */
    @Override
    public void close() {
        closed = true;
        tasks.close().forEach(HashingTask::giveUp);
    }

    /** Where the directory lies on this machine is nothing that clients need to know. */
    private String withoutRoot(String sentence) {
        return Shown.text(
                sentence.replace(source.root() + source.root().getFileSystem().getSeparator(), ""));
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
