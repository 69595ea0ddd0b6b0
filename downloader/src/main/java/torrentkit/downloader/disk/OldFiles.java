package torrentkit.downloader.disk;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.storage.FileStamp;

/**
 * Regular files that may be older copies of a torrent's files: below the same path, of the same name, or of the same size. Links are
 * not followed, but for those that were named. Bounded. Immutable once listed.
 */
final class OldFiles {
    private static final Logger LOG = System.getLogger(OldFiles.class.getName());
    private static final int MOST_FILES = 200_000;
    /** Old copies of one file that are looked at. */
    private static final int MOST_COPIES = 4;

    /** An old file. */
    record Old(Path path, long size) {}

    private final boolean directory;
    private final Lister lister;
    private final Map<String, List<Old>> byPath = new HashMap<>();
    private final Map<String, List<Old>> byName = new HashMap<>();
    private final Map<Long, List<Old>> bySize = new HashMap<>();
    private final List<Old> named = new ArrayList<>();
    private int count;

    /** What reads a directory. */
    interface Lister {
        DirectoryStream<Path> list(Path directory) throws IOException;
    }

    /** @param sources files or directories; what cannot be read is left out with a warning */
    OldFiles(Metainfo metainfo, Collection<Path> sources) {
        this(metainfo, sources, Files::newDirectoryStream);
    }

    OldFiles(Metainfo metainfo, Collection<Path> sources, Lister lister) {
        directory = metainfo.isDirectory();
        this.lister = lister;
        for (Path source : sources) {
            try {
                Path real = source.toRealPath();
                if (Files.isDirectory(real)) {
                    list(real);
                } else {
                    file(real).ifPresent(old -> {
                        named.add(old);
                        add(old, real.getFileName().toString());
                    });
                }
            } catch (IOException e) {
                LOG.log(Level.WARNING, "nothing can be reused of {0}: {1}", printable(source), printable(e.toString()));
            }
        }
    }

    private static Optional<Old> file(Path path) {
        return Stamps.of(path).map(FileStamp::size).filter(size -> size > 0).map(size -> new Old(path, size));
    }

    private void list(Path top) throws IOException {
        Deque<Path> todo = new ArrayDeque<>(List.of(top));
        int unread = 0;
        while (!todo.isEmpty() && count < MOST_FILES) {
            Path at = todo.poll();
            try {
                list(top, at, todo);
            } catch (IOException e) {
                if (at.equals(top)) {
                    throw e;
                }
                if (unread++ == 0) { // of many one is told, so that they do not fill a terminal
                    LOG.log(Level.WARNING, "nothing can be reused of {0}: {1}", printable(at), printable(e.toString()));
                }
            }
        }
        if (unread > 1) {
            LOG.log(Level.WARNING, "nor of {0} more directories below {1}", unread - 1, printable(top));
        }
        if (count >= MOST_FILES) {
            LOG.log(Level.WARNING, "of {0} only the first {1} files are looked at", printable(top), MOST_FILES);
        }
    }

    /** Takes in a directory's files, and has its directories yet to be looked at. */
    private void list(Path top, Path at, Collection<Path> todo) throws IOException {
        try (DirectoryStream<Path> children = lister.list(at)) {
            for (Path child : children) {
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    todo.add(child);
                } else if (count < MOST_FILES) {
                    file(child).ifPresent(old -> add(old, slashes(top.relativize(child))));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static String slashes(Path relative) {
        StringBuilder text = new StringBuilder();
        relative.forEach(name -> text.append(text.isEmpty() ? "" : "/").append(name));
        return text.toString();
    }

    private void add(Old old, String path) {
        count++;
        keep(byPath, path, old);
        keep(byName, old.path.getFileName().toString(), old);
        keep(bySize, old.size, old);
    }

    /** Keeps as many as may be asked for: the same that another list names already do not count. */
    private static <K> void keep(Map<K, List<Old>> lists, K key, Old old) {
        List<Old> list = lists.computeIfAbsent(key, unknown -> new ArrayList<>(1));
        if (list.size() < 2 * MOST_COPIES) {
            list.add(old);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Old copies of a file, the likeliest first. */
    List<Old> of(FileEntry file) {
        Set<Old> found = new LinkedHashSet<>();
        if (!directory) {
            found.addAll(named); // whatever its name is: it was named as an older version of this one file
        }
        found.addAll(byPath.getOrDefault(file.joinedPath(), List.of()));
        found.addAll(byName.getOrDefault(file.path().get(file.path().size() - 1), List.of()));
        found.addAll(bySize.getOrDefault(file.length(), List.of()));
        return found.stream().limit(MOST_COPIES).toList();
    }

    private static String printable(Object outside) {
        return outside.toString().replaceAll("\\p{C}", "?");
    }
}
