package torrentkit.app.server.catalogue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;
import torrentkit.content.Content;
import torrentkit.content.ContentCache;
import torrentkit.content.ContentCacheException;
import torrentkit.metainfo.InfoHash;

/**
 * Everything that was hashed, by path and by info-hash: in a cache on disk, and in memory what the disk did not take, so that a
 * full disk costs no more than a restart that hashes again. What is in memory has a bound; over it the oldest is given up.
 * Thread-safe; the lock guards the table of what is in memory.
 */
final class HashedContents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HashedContents.class);
    private static final int MAX_CACHED = 1_000_000;
    private static final int MAX_UNKEPT = 256;

    private final Path root;
    private final ContentCache cache;
    private final ServedPaths paths = new ServedPaths();
    private final Map<Path, Content> unkept = new LinkedHashMap<>();
    private volatile boolean pathsComplete;

    /**
     * Opens what was kept of one source; each has a cache of its own, since of another one nothing may be served.
     *
     * @param root real path of the served directory
     * @param state directory of this process
     */
    static HashedContents open(Path root, Path state) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(root.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        String id = HexFormat.of().formatHex(digest, 0, 8);
        return new HashedContents(root, ContentCache.open(state.resolve("contents-" + id)));
    }

    /** @param root below which all paths are */
    private HashedContents(Path root, ContentCache cache) {
        this.root = root;
        this.cache = cache;
    }

    /** Reads the paths of what was kept by an earlier process; until then {@link #paths()} has only those of this one. */
    void readPaths() {
        cache.forEachPath((path, infoHash) -> {
            if (isBelowRoot(path)
                    && cache.infoHash(path).filter(infoHash::equals).isPresent()) {
                paths.put(joined(path), infoHash);
            }
        });
        pathsComplete = true;
    }

    boolean arePathsComplete() {
        return pathsComplete;
    }

    ServedPaths paths() {
        return paths;
    }

    private String joined(Path path) {
        return root.relativize(path).toString().replace(root.getFileSystem().getSeparator(), "/");
    }

    boolean isBelowRoot(Path path) {
        return path.startsWith(root) && !path.equals(root);
    }

    Path path(String joined) {
        return root.resolve(joined);
    }

    boolean holds(InfoHash infoHash) {
        return cache.holds(infoHash) || unkept(infoHash).isPresent();
    }

    private synchronized Optional<ContentCache.Entry> unkept(InfoHash infoHash) {
        return unkept.entrySet().stream()
                .filter(entry -> entry.getValue().metainfo().infoHash().equals(infoHash))
                .findFirst()
                .map(entry -> new ContentCache.Entry(entry.getKey(), entry.getValue()));
    }

    Optional<InfoHash> infoHash(Path path) {
        return cache.infoHash(path)
                .or(() -> unkept(path).map(content -> content.metainfo().infoHash()));
    }

    private synchronized Optional<Content> unkept(Path path) {
        return Optional.ofNullable(unkept.get(path));
    }

    Optional<Content> load(Path path) {
        Optional<InfoHash> expected = cache.infoHash(path);
        Optional<Content> cached = cache.load(path);
        if (cached.isEmpty()) {
            expected.ifPresent(infoHash -> paths.remove(joined(path), infoHash)); // its file is damaged or gone
        }
        return cached.or(() -> unkept(path));
    }

    Optional<ContentCache.Entry> find(InfoHash infoHash) {
        return cache.find(infoHash).or(() -> unkept(infoHash));
    }

    /**
     * Keeps the content.
     *
     * @return what had to be given up for it
     */
    Optional<ContentCache.Entry> put(Path path, Content content) {
        Optional<ContentCache.Entry> givenUp = Optional.empty();
        synchronized (this) {
            unkept.remove(path);
        }
        try {
            if (cache.size() >= MAX_CACHED && cache.infoHash(path).isEmpty()) {
                LOG.warn(
                        "the cache is full with {} contents; {} is hashed again after a restart",
                        MAX_CACHED,
                        Shown.text(path.toString()));
                givenUp = keepInMemory(path, content);
            } else {
                cache.put(path, content);
            }
        } catch (ContentCacheException e) {
            LOG.warn(
                    "{} {} is served all the same, and hashed again after a restart.",
                    Shown.text(e.getMessage()),
                    Shown.text(path.toString()));
            givenUp = keepInMemory(path, content);
        }
        paths.put(joined(path), content.metainfo().infoHash());
        givenUp.ifPresent(entry ->
                paths.remove(joined(entry.path()), entry.content().metainfo().infoHash()));
        return givenUp;
    }

    private synchronized Optional<ContentCache.Entry> keepInMemory(Path path, Content content) {
        unkept.put(path, content);
        if (unkept.size() <= MAX_UNKEPT) {
            return Optional.empty();
        }
        Map.Entry<Path, Content> oldest = unkept.entrySet().iterator().next();
        unkept.remove(oldest.getKey());
        return Optional.of(new ContentCache.Entry(oldest.getKey(), oldest.getValue()));
    }

    /** Forgets what there is at this path; answers its info-hash, if there was anything. */
    Optional<InfoHash> remove(Path path) {
        Optional<InfoHash> infoHash = infoHash(path);
        return infoHash.filter(found -> remove(path, found));
    }

    /** Forgets what there is at this path if it has this info-hash. */
    boolean remove(Path path, InfoHash infoHash) {
        boolean wasUnkept;
        synchronized (this) {
            Content content = unkept.get(path);
            wasUnkept = content != null && content.metainfo().infoHash().equals(infoHash);
            if (wasUnkept) {
                unkept.remove(path);
            }
        }
        boolean wasCached = cache.remove(path, infoHash);
        if (wasCached || wasUnkept) {
            paths.remove(joined(path), infoHash);
        }
        return wasCached || wasUnkept;
    }

    int size() {
        synchronized (this) {
            return cache.size() + unkept.size();
        }
    }

    List<String> names(Path path) {
        return List.of(joined(path).split("/", -1));
    }

    @Override
    public void close() {
        cache.close();
    }
}
