package torrentkit.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The file handles that all torrents of a process share: opened when first needed, the least recently used closed when there are
 * more than the limit. Handles in use are counted, so one that is pushed out stays open until its last user is done; the process
 * can therefore hold the limit plus one a thread. The lock guards the table only, never an open, read or close.
 */
public final class OpenFiles implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OpenFiles.class.getName());

    private final int limit;
    private final Map<Key, Handle> handles = new LinkedHashMap<>(64, 0.75f, true); // oldest use first; guarded by this
    private boolean closed; // guarded by this

    /** @param limit handles at most when none is in use, at least 1 */
    public OpenFiles(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one file must be open at a time, not " + limit);
        }
        this.limit = limit;
    }

    /** Handles that are open for later use. */
    public synchronized int size() {
        return handles.size();
    }

    /**
     * A handle for the file, which the caller closes after use.
     *
     * @param owner whose file it is, by identity
     * @param location where the file is; asked only when it is not open yet
     * @param opener opens the file when it is not open yet
     * @throws StorageException if this was closed, or as the opener throws
     */
    Handle acquire(Object owner, int file, Supplier<Path> location, Supplier<FileChannel> opener) {
        Key key = new Key(owner, file);
        Handle open = find(key);
        if (open != null) {
            return open;
        }
        Path path = location.get();
        Handle opened = new Handle(opener.get(), path);
        List<Handle> dropped = new ArrayList<>();
        Handle used = enter(key, opened, dropped);
        dropped.forEach(Handle::closeChannel);
        if (used == null) {
            throw closedException();
        }
        return used;
    }

    /** The handle to use, which is another one when a thread was faster, or null when this is closed; and what to close. */
    private synchronized Handle enter(Key key, Handle opened, List<Handle> dropped) {
        if (closed) {
            drop(opened, dropped);
            return null;
        }
        Handle other = handles.get(key);
        if (other != null && other.channel.isOpen()) {
            drop(opened, dropped);
            other.users++;
            return other;
        }
        opened.users++;
        if (other != null) {
            drop(other, dropped);
        }
        handles.put(key, opened);
        Iterator<Handle> eldest = handles.values().iterator();
        while (handles.size() > limit) {
            drop(eldest.next(), dropped);
            eldest.remove();
        }
        return opened;
    }

    private static StorageException closedException() {
        return new StorageException("no file can be opened any more: the open files were closed", null);
    }

    private synchronized Handle find(Key key) {
        if (closed) {
            throw closedException();
        }
        Handle handle = handles.get(key);
        if (handle == null || !handle.channel.isOpen()) { // an interrupted read closes its channel
            return null;
        }
        handle.users++;
        return handle;
    }

    /** Closes the handles of one owner, those in use as soon as they are not. */
    void release(Object owner) {
        List<Handle> dropped = new ArrayList<>();
        synchronized (this) {
            Iterator<Map.Entry<Key, Handle>> entries = handles.entrySet().iterator();
            while (entries.hasNext()) {
                Map.Entry<Key, Handle> entry = entries.next();
                if (entry.getKey().owner == owner) {
                    entries.remove();
                    drop(entry.getValue(), dropped);
                }
            }
        }
        dropped.forEach(Handle::closeChannel);
    }

    /** Closes all handles, those in use as soon as they are not. Closing twice is harmless. */
    @Override
    public void close() {
        List<Handle> dropped = new ArrayList<>();
        synchronized (this) {
            closed = true;
            handles.values().forEach(handle -> drop(handle, dropped));
            handles.clear();
        }
        dropped.forEach(Handle::closeChannel);
    }

    /** Called with the lock held; the caller closes what was added after letting go of it. */
    private static void drop(Handle handle, List<Handle> dropped) {
        handle.evicted = true;
        if (handle.users == 0) {
            dropped.add(handle);
        }
    }

    private record Key(Object owner, int file) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && owner == that.owner && file == that.file;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(owner) + file;
        }
    }

    /** An open file in use. */
    final class Handle implements AutoCloseable {
        private final FileChannel channel;
        private final Path path;
        private int users; // guarded by OpenFiles.this
        private boolean evicted; // guarded by OpenFiles.this

        private Handle(FileChannel channel, Path path) {
            this.channel = channel;
            this.path = path;
        }

        FileChannel channel() {
            return channel;
        }

        Path path() {
            return path;
        }

        /** Ends this use. */
        @Override
        public void close() {
            boolean last;
            synchronized (OpenFiles.this) {
                users--;
                last = evicted && users == 0;
            }
            if (last) {
                closeChannel();
            }
        }

        private void closeChannel() {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "closing " + path + " failed", e);
            }
        }
    }
}
