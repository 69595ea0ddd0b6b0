package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;

/**
 * Has the system tell of changes below directories. Where it cannot, because there are too many directories or its own bounds are
 * reached, it says so, and changes are found by looking through the source. One thread at a time, but for {@link #close}.
 */
final class SourceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
    /** Each costs memory here and in the kernel, which may have no more than 8,192 to give to a user. */
    private static final int MAX_DIRECTORIES = 8_000;

    private static final int MAX_AT_ONCE = 4_096;

    private final WatchService service; // null: there is none
    private final Map<WatchKey, Path> directories = new HashMap<>();
    private final Set<Path> watched = new HashSet<>();
    private boolean lost;
    private boolean overBound;

    private SourceWatch(WatchService service) {
        this.service = service;
    }

    static SourceWatch of(Path root) {
        try {
            return new SourceWatch(root.getFileSystem().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "the system does not tell of changes ({}); the file source is looked through for them instead."
                            + " On Linux, raise fs.inotify.max_user_instances.",
                    e.getMessage());
            return new SourceWatch(null);
        }
    }

    /** Begins to watch a directory; before it is listed, so that no change is missed. */
    void watch(Path directory) {
        if (service == null || overBound || watched.contains(directory)) {
            return;
        }
        if (directories.size() >= MAX_DIRECTORIES) {
            giveUp("there are over " + MAX_DIRECTORIES + " directories");
            return;
        }
        try {
            WatchKey key = directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            Path before = directories.put(key, directory);
            if (before != null) {
                watched.remove(before); // the same directory, moved
            }
            watched.add(directory);
        } catch (IOException e) {
            if (Files.isDirectory(directory)) {
                giveUp(String.valueOf(e.getMessage()));
            }
        } catch (ClosedWatchServiceException e) {
            overBound = true;
        }
    }

    private void giveUp(String why) {
        overBound = true;
        LOG.warn(
                "changes in some directories are only noticed when the file source is looked through (rescan-interval),"
                        + " or when they are asked for: {}. On Linux, raise fs.inotify.max_user_watches.",
                Shown.text(why));
    }

    /** Whether the system tells of every change. */
    boolean isComplete() {
        return service != null && !overBound;
    }

    /** Whether events were lost since this was last asked. */
    boolean takeLost() {
        boolean was = lost;
        lost = false;
        return was;
    }

    /**
     * Waits for a change.
     *
     * @return paths at which something changed, each once; none when the time is over
     */
    Set<Path> poll(Duration atMost) throws InterruptedException {
        Set<Path> changed = new LinkedHashSet<>();
        if (service == null) {
            TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
            return changed;
        }
        WatchKey key = service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        while (key != null) {
            take(key, changed);
            key = changed.size() < MAX_AT_ONCE ? service.poll() : null;
        }
        return changed;
    }

    private void take(WatchKey key, Set<Path> changed) {
        Path directory = directories.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                lost = true;
            } else if (directory != null && event.context() instanceof Path name) {
                changed.add(directory.resolve(name));
            }
        }
        if (!key.reset()) {
            Optional.ofNullable(directories.remove(key)).ifPresent(watched::remove);
        }
    }

    /** Forgets all directories. */
    void forgetAll() {
        directories.keySet().forEach(WatchKey::cancel);
        directories.clear();
        watched.clear();
    }

    /** Forgets a directory that was deleted or moved away, and all below. */
    void forget(Path directory) {
        if (!watched.contains(directory)) {
            return;
        }
        directories.entrySet().removeIf(entry -> {
            boolean gone = entry.getValue().startsWith(directory);
            if (gone) {
                entry.getKey().cancel();
                watched.remove(entry.getValue());
            }
            return gone;
        });
    }

    @Override
    public void close() {
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.debug("closing the watch", e);
            }
        }
    }
}
