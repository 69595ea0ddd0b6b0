package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;
import torrentkit.content.Content;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.StorageException;

/**
 * What has been asked for: at each path at most one content, which is being hashed or is served. An entry counts for one state of
 * what lies on disk; when that has changed the entry is given up before anything else happens, and a new one begins.
 *
 * <p>The lock guards the table of entries and is never held while files are examined, hashed or published.
 */
public final class Catalogue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
    private static final int CHANGING_RETRY_SECONDS = 5;
    private static final int BUSY_RETRY_SECONDS = 10;

    /** Makes the torrent of a file or directory: reads and hashes all of it. */
    public interface Hashing {
        CompletableFuture<Content> hash(Path content, String name);
    }

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
    private final Publisher publisher;
    private final Map<List<String>, Entry> entries = new HashMap<>();
    private boolean closed;

    public Catalogue(FileSource source, Hashing hashing, HashingQueue queue, Publisher publisher) {
        this.source = source;
        this.hashing = hashing;
        this.queue = queue;
        this.publisher = publisher;
    }

    /**
     * Finds the torrent of what lies at this path, or has it made. Examines files, so the calling thread may block, but does not
     * wait for the hashing; what it returns belongs to the caller alone, who may cancel it without an effect on others.
     */
    public CompletableFuture<Found> find(List<String> names) {
        Optional<FileSource.Located> located = source.find(names);
        if (located.isEmpty()) {
            forget(names);
            return answered(new Found.Absent());
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
        Entry fresh = new Entry(names, located.get(), fingerprint);
        Entry outdated;
        synchronized (this) {
            if (closed) {
                return answered(new Found.Later("The server is being stopped.", BUSY_RETRY_SECONDS));
            }
            Entry known = entries.get(names);
            if (known != null && known.isOf(located.get(), fingerprint)) {
                return known.found.copy();
            }
            entries.put(names, fresh);
            outdated = known;
        }
        if (outdated != null) {
            LOG.info("{} has changed", Shown.text(String.join("/", names)));
            outdated.giveUp("the content has changed");
        }
        fresh.begin();
        return fresh.found.copy();
    }

    private void forget(List<String> names) {
        Entry gone;
        synchronized (this) {
            gone = entries.remove(names);
        }
        if (gone != null) {
            LOG.info("{} is gone", Shown.text(String.join("/", names)));
            gone.giveUp("the file is gone");
        }
    }

    private synchronized boolean remove(Entry entry) {
        return entries.remove(entry.names, entry);
    }

    private synchronized boolean holds(Entry entry) {
        return entries.get(entry.names) == entry;
    }

    /** Ends all hashing and withdraws everything. */
    @Override
    public void close() {
        List<Entry> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(entries.values());
            entries.clear();
        }
        all.forEach(entry -> entry.giveUp("the server is being stopped"));
    }

    /** Where the directory lies on this machine is nothing that clients need to know. */
    private String withoutRoot(String sentence) {
        return Shown.text(
                sentence.replace(source.root() + source.root().getFileSystem().getSeparator(), ""));
    }

    private static CompletableFuture<Found> answered(Found found) {
        return CompletableFuture.completedFuture(found);
    }

    private static Found changing() {
        return new Found.Later(
                "The file is being changed just now; ask again when that is over.", CHANGING_RETRY_SECONDS);
    }

    /** One state of what lies at one path. */
    private final class Entry {
        private final List<String> names;
        private final FileSource.Located located;
        private final Fingerprint fingerprint;
        private final CompletableFuture<Found> found = new CompletableFuture<>();
        private CompletableFuture<Content> hash; // both guarded by the entry
        private Publisher.Publication publication;
        private boolean givenUp;

        Entry(List<String> names, FileSource.Located located, Fingerprint fingerprint) {
            this.names = names;
            this.located = located;
            this.fingerprint = fingerprint;
        }

        boolean isOf(FileSource.Located other, Fingerprint otherFingerprint) {
            return located.equals(other) && fingerprint.equals(otherFingerprint);
        }

        void begin() {
            Optional<CompletableFuture<Content>> begun =
                    queue.submit(() -> hashing.hash(located.real(), located.name()));
            if (begun.isEmpty()) {
                remove(this);
                found.complete(new Found.Later(
                        "Too many files are waiting to be hashed; ask again later.", BUSY_RETRY_SECONDS));
                return;
            }
            boolean tooLate;
            synchronized (this) {
                hash = begun.get();
                tooLate = givenUp;
            }
            if (tooLate) {
                hash.cancel(true);
            }
            begun.get().whenComplete((content, failure) -> {
                if (failure == null) {
                    publish(content);
                } else {
                    failed(failure instanceof CompletionException ? failure.getCause() : failure);
                }
            });
        }

        /** What was hashed is served only if it is, after the hashing as before, what lies at the path, inside the root. */
        private void publish(Content content) {
            try {
                if (!source.stillLeadsTo(located) || !Fingerprint.of(located).equals(fingerprint)) {
                    failed(new ContentChangedException(
                            located.real() + " changed while it was hashed", located.real()));
                    return;
                }
            } catch (IOException e) {
                failed(new ContentChangedException(e.getMessage(), located.real()));
                return;
            }
            if (!holds(this)) {
                failed(new CancellationException());
                return;
            }
            Publisher.Publication published = publisher.publish(content);
            boolean tooLate;
            synchronized (this) {
                publication = published;
                tooLate = givenUp;
            }
            if (tooLate) {
                published.withdraw("no longer asked for");
                failed(new CancellationException());
                return;
            }
            LOG.info(
                    "serving {} as {}",
                    Shown.text(String.join("/", names)),
                    content.metainfo().infoHash());
            published.withdrawn().thenAccept(reason -> {
                if (remove(this)) {
                    LOG.info("no longer serving {}: {}", Shown.text(String.join("/", names)), Shown.text(reason));
                }
            });
            found.complete(new Found.Served(content.metainfo()));
        }

        private void failed(Throwable failure) {
            remove(this);
            if (failure instanceof CancellationException || failure instanceof ContentChangedException) {
                found.complete(changing());
            } else if (failure instanceof MetainfoException) {
                found.complete(new Found.Impossible(withoutRoot(failure.getMessage())));
            } else if (failure instanceof StorageException storage
                    && (storage.kind() == StorageException.Kind.NOT_FOUND
                            || storage.kind() == StorageException.Kind.PERMISSION)) {
                LOG.info("not served: {}", Shown.text(storage.getMessage()));
                found.complete(new Found.Absent());
            } else {
                found.completeExceptionally(failure);
            }
        }

        /** Called once the entry is no longer in the table, or is about to leave it. */
        void giveUp(String reason) {
            CompletableFuture<Content> running;
            Publisher.Publication served;
            synchronized (this) {
                givenUp = true;
                running = hash;
                served = publication;
            }
            if (running != null) {
                running.cancel(true);
            }
            if (served != null) {
                served.withdraw(reason);
            }
        }
    }
}
