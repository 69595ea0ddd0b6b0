package torrentkit.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import torrentkit.metainfo.InfoHash;
import torrentkit.storage.DirectoryLock;
import torrentkit.storage.StorageException;

/**
 * Hashed contents on disk, so that nothing is hashed twice: at each path at most one content, found by its path or its info-hash.
 * Says what was hashed, not what lies on disk by now: {@link ContentHasher#isCurrent} does.
 *
 * <p>Each content is one file, whose name says its path and info-hash, in one of 256 directories. So opening the cache reads names
 * only, and memory holds about 200 bytes a content. A file is written under another name, forced and renamed: after a crash it is
 * there or not. One that is damaged all the same is warned about, removed, and as good as absent; so is one that disappears.
 *
 * <p>Thread-safe. Every method but {@link #holds}, {@link #infoHash} and {@link #size} reads or writes the disk.
 */
public final class ContentCache implements AutoCloseable {
    private static final String UNFINISHED = ".part";

    private final Path directory;
    private final DirectoryLock lock;
    private final CacheIndex index;
    private final Object[] writing =
            new Object[64]; // one lock a group of paths, held while a file of theirs is replaced

    private ContentCache(Path directory, DirectoryLock lock, CacheIndex index) {
        this.directory = directory;
        this.lock = lock;
        this.index = index;
        Arrays.setAll(writing, i -> new Object());
    }

    /** A content and the path by which it is known, which may lead over links to {@link Content#root()}. */
    public record Entry(Path path, Content content) {}

    /**
     * Opens the cache in this directory, which is made where it is missing. Removes what a crash left unfinished.
     *
     * @throws ContentCacheException if another process has it, or it cannot be read or written
     */
    public static ContentCache open(Path directory) {
        DirectoryLock lock;
        try {
            lock = DirectoryLock.take(directory);
        } catch (StorageException e) {
            throw new ContentCacheException(e);
        }
        try {
            return new ContentCache(directory, lock, new CacheListing(directory).read());
        } catch (IOException e) {
            lock.close();
            throw new ContentCacheException(
                    StorageException.of("cannot list the cache of contents " + directory, directory, e));
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Whether the name is one of a file that was being written. */
    static boolean isUnfinished(String fileName) {
        return fileName.endsWith(CacheKey.ENDING + UNFINISHED);
    }

    /** What the content at this path was hashed to, without a look at the disk. */
    public Optional<InfoHash> infoHash(Path path) {
        return index.atPathOf(CacheKey.of(path, null)).map(CacheKey::infoHash);
    }

    /** Whether there is a content with this info-hash, without a look at the disk. */
    public boolean holds(InfoHash infoHash) {
        return index.holds(infoHash);
    }

    /** The contents. */
    public int size() {
        return index.size();
    }

    /** The content that was put for this path. */
    public Optional<Content> load(Path path) {
        Optional<CacheKey> key = index.atPathOf(CacheKey.of(path, null));
        while (key.isPresent()) {
            Optional<Entry> found = read(key.get());
            if (found.isPresent()) {
                return found.map(Entry::content);
            }
            key = index.atPathOf(key.get()); // another one, or none
        }
        return Optional.empty();
    }

    /** The content with this info-hash; of several the one that was put first. */
    public Optional<Content> load(InfoHash infoHash) {
        return find(infoHash).map(Entry::content);
    }

    /** Like {@link #load(InfoHash)}, with the path. */
    public Optional<Entry> find(InfoHash infoHash) {
        Optional<CacheKey> key = index.first(infoHash);
        while (key.isPresent()) {
            Optional<Entry> found = read(key.get());
            if (found.isPresent()) {
                return found;
            }
            key = index.first(infoHash); // another one, or none
        }
        return Optional.empty();
    }

    /**
     * Tells the path of every content that is held as this begins. Reads the beginning of every file, so it may take seconds for
     * a hundred thousand. What cannot be read is left out.
     */
    public void forEachPath(BiConsumer<Path, InfoHash> action) {
        for (CacheKey key : index.keys()) {
            try (InputStream in = Files.newInputStream(file(key), LinkOption.NOFOLLOW_LINKS)) {
                CachedContent.path(in)
                        .filter(path -> CacheKey.of(path, key.infoHash()).equals(key))
                        .ifPresent(path -> action.accept(path, key.infoHash()));
            } catch (IOException e) {
                // removed meanwhile, or to be found damaged when it is asked for
            }
        }
    }

    /** What the file of this key holds; when that is nothing, the key has left the index. */
    private Optional<Entry> read(CacheKey key) {
        Path file = file(key);
        try {
            return Optional.of(decode(key, file));
        } catch (IOException | CachedContent.DamagedException e) {
            return readAgain(key, file);
        }
    }

    /** The file may just be being replaced, or removed with its key; while the paths' lock is held, what there is stays. */
    private Optional<Entry> readAgain(CacheKey key, Path file) {
        String problem;
        synchronized (writing(key)) {
            try {
                return Optional.of(decode(key, file));
            } catch (NoSuchFileException e) {
                problem = "it has disappeared";
            } catch (IOException e) {
                problem = StorageException.of("it cannot be read", file, e).getMessage();
            } catch (CachedContent.DamagedException e) {
                problem = e.getMessage();
                delete(file);
            }
            if (!index.remove(key)) {
                return Optional.empty(); // removed on purpose
            }
        }
        warn(file + " is not used: " + problem + ". Nothing needs doing: its content is hashed again when asked for.");
        return Optional.empty();
    }

    private static Entry decode(CacheKey key, Path file) throws IOException, CachedContent.DamagedException {
        byte[] bytes;
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CachedContent.DamagedException("it is no regular file"); // reading a FIFO could block for ever
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(CachedContent.MAX_BYTES);
        }
        CachedContent cached = CachedContent.decode(bytes);
        CacheKey inside = CacheKey.of(cached.path(), cached.content().metainfo().infoHash());
        if (!inside.fileName().equals(key.fileName())) {
            throw new CachedContent.DamagedException("it holds another content than its name says");
        }
        return new Entry(cached.path(), cached.content());
    }

    /**
     * Keeps this content, in the place of the one that the path had before.
     *
     * @param path by which it is to be known, absolute
     * @throws ContentCacheException if it cannot be written; the path then has no content here
     */
    public void put(Path path, Content content) {
        CacheKey key = CacheKey.of(path, content.metainfo().infoHash());
        Path file = file(key);
        synchronized (writing(key)) {
            Optional<CacheKey> before = index.atPathOf(key);
            try {
                byte[] bytes = new CachedContent(path, content).encode();
                Files.createDirectories(file.getParent());
                replace(file, bytes);
            } catch (IOException e) {
                before.ifPresent(this::drop);
                throw new ContentCacheException(StorageException.of("cannot write " + file, file, e));
            } catch (IllegalArgumentException e) {
                before.ifPresent(this::drop);
                throw new ContentCacheException("cannot keep " + path + ": " + e.getMessage(), path);
            }
            index.put(key);
            before.filter(old -> !old.infoHash().equals(key.infoHash())).ifPresent(old -> delete(file(old)));
        }
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            try (FileChannel out = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            rename(unfinished, file);
        } catch (IOException e) {
            delete(unfinished);
            throw e;
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Forgets the content at this path; answers its info-hash, if there was one. */
    public Optional<InfoHash> remove(Path path) {
        CacheKey key = CacheKey.of(path, null);
        synchronized (writing(key)) {
            Optional<CacheKey> found = index.atPathOf(key);
            found.ifPresent(this::drop);
            return found.map(CacheKey::infoHash);
        }
    }

    /** Forgets the content at this path, if it has this info-hash. */
    public boolean remove(Path path, InfoHash infoHash) {
        CacheKey key = CacheKey.of(path, infoHash);
        synchronized (writing(key)) {
            boolean held = index.remove(key);
            if (held) {
                delete(file(key));
            }
            return held;
        }
    }

    private void drop(CacheKey key) {
        index.remove(key);
        delete(file(key));
    }

    private Path file(CacheKey key) {
        return directory.resolve(key.shard()).resolve(key.fileName());
    }

    private Object writing(CacheKey key) {
        return writing[Math.floorMod(key.hashCode(), writing.length)];
    }

    /** One that cannot be deleted is overwritten or found outdated later. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            warn("cannot delete " + file + ": " + e.getMessage() + ". Check the rights to the directory.");
        }
    }

    static void warn(String sentence) {
        System.getLogger(ContentCache.class.getName())
                .log(System.Logger.Level.WARNING, sentence.replaceAll("\\p{C}", "?"));
    }

    /** Lets another process have the directory. */
    @Override
    public void close() {
        lock.close();
    }
}
