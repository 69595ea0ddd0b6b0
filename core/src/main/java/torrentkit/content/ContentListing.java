package torrentkit.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;
import torrentkit.metainfo.MetainfoException.Reason;
import torrentkit.storage.FileStamp;
import torrentkit.storage.StorageException;

/**
 * The files of a file or directory that becomes a torrent, in byte order of their paths, with their stamps. Links that stay inside
 * the directory are followed. Left out, and logged, are links that lead outside or nowhere or back to a directory above, and
 * FIFOs, sockets and devices; empty directories have no form in a torrent.
 *
 * @param root the real path of the file or directory
 * @param directory which of the two
 * @param files paths below the directory, or the file's name
 * @param stamps one a file
 */
record ContentListing(Path root, boolean directory, List<FileEntry> files, List<FileStamp> stamps) {
    /** What an entry costs in a torrent beside the names in its path, bytes, about. */
    private static final int ENTRY_BYTES = 30;

    /**
     * @throws StorageException if a file or directory cannot be examined
     * @throws MetainfoException if there is no torrent for it: nothing in it has a byte, it has too many files, or a name is one
     *     that no torrent may have
     */
    static ContentListing of(Path content, ContentFilter filter) {
        return of(content, filter, ContentListing::logSkipped);
    }

    /** The same without a word in the log about what is left out. */
    static ContentListing quietly(Path content) {
        return of(content, ContentFilter.ALL, (child, why) -> {});
    }

    private static ContentListing of(Path content, ContentFilter filter, BiConsumer<Path, String> onSkipped) {
        Path root;
        BasicFileAttributes facts;
        try {
            root = content.toRealPath();
            facts = Files.readAttributes(root, BasicFileAttributes.class);
        } catch (IOException e) {
            throw StorageException.of("cannot examine " + content, content, e);
        }
        if (facts.isRegularFile()) {
            return ofFile(root);
        } else if (facts.isDirectory()) {
            return new Walk(root, filter, onSkipped).listing();
        }
        throw new StorageException("expected a file or directory, but " + content + " is a device or pipe", content);
    }

    private static ContentListing ofFile(Path file) {
        List<String> path = List.of(checked(file.getFileName(), file));
        FileStamp stamp = FileStamp.of(file);
        if (stamp.size() == 0) {
            throw empty(file + " is empty");
        }
        return new ContentListing(file, false, List.of(new FileEntry(path, stamp.size())), List.of(stamp));
    }

    private static MetainfoException empty(String found) {
        return new MetainfoException(
                Reason.INVALID, "A torrent needs at least one byte of content, but " + found + ".");
    }

    /** The name as text, if it has the same meaning everywhere. */
    private static String checked(Path name, Path file) {
        String text = name.toString();
        if (!name.getFileSystem().getPath(text).equals(name)) {
            throw new MetainfoException(
                    Reason.INVALID,
                    "The name of " + file
                            + " is not text in the encoding of this process. Rename it, or start with a UTF-8"
                            + " locale such as LC_ALL=C.UTF-8.");
        }
        FileEntry.problem(List.of(text)).ifPresent(problem -> {
            throw new MetainfoException(
                    Reason.INVALID, "No torrent can hold " + file + ": " + problem + ". Rename it.");
        });
        return text;
    }

    /** Through a directory and those below it. */
    private static final class Walk {
        private final Path root;
        private final Deque<Path> above = new ArrayDeque<>(); // real paths of the directories that are being listed
        private final Deque<String> names = new ArrayDeque<>();
        private final List<Found> found = new ArrayList<>();
        private final ContentFilter filter;
        private final BiConsumer<Path, String> onSkipped;
        private boolean filtered;
        private long encodedBytes;

        private record Found(FileEntry entry, FileStamp stamp, byte[] sortKey) {}

        Walk(Path root, ContentFilter filter, BiConsumer<Path, String> onSkipped) {
            this.root = root;
            this.filter = filter;
            this.onSkipped = onSkipped;
        }

        ContentListing listing() {
            list(root, root);
            if (found.stream().allMatch(file -> file.entry.length() == 0)) {
                throw empty(
                        (filtered ? "none of the files that are taken from " : "no file below ") + root + " has one");
            }
            found.sort(Comparator.comparing(Found::sortKey, Arrays::compareUnsigned));
            return new ContentListing(
                    root,
                    true,
                    found.stream().map(Found::entry).toList(),
                    found.stream().map(Found::stamp).toList());
        }

        private void list(Path directory, Path real) {
            above.push(real);
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
                for (Path child : children) {
                    visit(child);
                }
            } catch (DirectoryIteratorException e) {
                throw StorageException.of("cannot list " + directory, directory, e.getCause());
            } catch (IOException e) {
                throw StorageException.of("cannot list " + directory, directory, e);
            }
            above.pop();
        }

        private void visit(Path child) {
            Optional<Path> target = target(child);
            if (target.isEmpty()) {
                return;
            }
            BasicFileAttributes facts = facts(target.get());
            if (!facts.isDirectory() && !facts.isRegularFile()) {
                onSkipped.accept(child, "is a device or pipe");
                return;
            }
            if (!isTaken(child, facts.isDirectory())) {
                filtered = true;
                return;
            }
            names.addLast(checked(child.getFileName(), child));
            if (facts.isDirectory()) {
                if (above.stream().anyMatch(parent -> parent.startsWith(target.get()))) {
                    onSkipped.accept(child, "leads back to a directory above");
                } else {
                    list(child, target.get());
                }
            } else {
                add(child);
            }
            names.removeLast();
        }

        private boolean isTaken(Path child, boolean directory) {
            if (filter == ContentFilter.ALL) {
                return true;
            }
            List<String> path = new ArrayList<>(names);
            path.add(child.getFileName().toString());
            return (directory ? filter.directories() : filter.files()).test(path);
        }

        /** The real path, if it is one that may be read. */
        private Optional<Path> target(Path child) {
            try {
                Path real = child.toRealPath();
                if (real.startsWith(root)) {
                    return Optional.of(real);
                }
                onSkipped.accept(child, "leads outside of " + root);
            } catch (NoSuchFileException e) {
                onSkipped.accept(child, "leads nowhere");
            } catch (IOException e) {
                if (!Files.isSymbolicLink(child)) {
                    throw StorageException.of("cannot examine " + child, child, e);
                }
                onSkipped.accept(child, "cannot be followed");
            }
            return Optional.empty();
        }

        private static BasicFileAttributes facts(Path real) {
            try {
                return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                throw StorageException.of("cannot examine " + real, real, e);
            }
        }

        private void add(Path file) {
            List<String> path = List.copyOf(names);
            FileEntry.problem(path).ifPresent(problem -> {
                throw new MetainfoException(
                        Reason.INVALID, "No torrent can hold " + file + ": " + problem + ". Rename it.");
            });
            FileStamp stamp = FileStamp.of(file);
            FileEntry entry = new FileEntry(path, stamp.size());
            byte[] sortKey = entry.joinedPath().getBytes(StandardCharsets.UTF_8);
            encodedBytes += ENTRY_BYTES + sortKey.length;
            if (encodedBytes > Metainfo.MAX_BYTES) {
                throw new MetainfoException(
                        Reason.UNSUPPORTED,
                        "There are too many files below " + root + " for one torrent, which may have "
                                + Metainfo.MAX_BYTES + " bytes. Pack them into an archive, or make several torrents.");
            }
            found.add(new Found(entry, stamp, sortKey));
        }
    }

    /** Names on disk are anybody's: no control character or change of direction gets into a log. */
    private static String printable(Path path) {
        return path.toString().replaceAll("\\p{C}", "?");
    }

    private static void logSkipped(Path child, String why) {
        // Fetched here, since starting the logging takes longer than hashing a small file.
        System.getLogger(ContentListing.class.getName())
                .log(System.Logger.Level.WARNING, "left out of the torrent: {0} {1}", printable(child), why);
    }
}
