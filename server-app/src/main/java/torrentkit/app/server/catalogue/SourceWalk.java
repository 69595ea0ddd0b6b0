package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;

/**
 * Goes through the source and tells of its files in code point order of their paths, without opening any. Links to files inside are
 * files; links to directories are not gone through, so that nothing is met twice; FIFOs, sockets and devices are left out. A
 * directory that cannot be read is logged once.
 */
final class SourceWalk {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWalk.class);
    private static final int MAX_REMEMBERED = 1_000;

    private final Path root;
    private final Set<Path> unreadable = new HashSet<>(); // that were logged

    SourceWalk(Path root) {
        this.root = root;
    }

    /** Is told what there is. Any call may end the walk. */
    interface Visitor {
        /** A directory is about to be listed; false ends the walk. */
        boolean enter(Path directory);

        /** A file. */
        void file(String path, long bytes);
    }

    private record Child(String name, boolean directory, long bytes) {
        /** What it contributes to the order of paths. */
        String sortKey() {
            return directory ? name + "/" : name;
        }
    }

    /** What lies at a path. */
    enum Kind {
        FILE,
        DIRECTORY,
        NOTHING
    }

    Kind kind(Path path) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (facts.isDirectory()) {
                return Kind.DIRECTORY;
            }
            return facts.isRegularFile() || facts.isSymbolicLink() && linkedFile(path) != null
                    ? Kind.FILE
                    : Kind.NOTHING;
        } catch (IOException e) {
            return Kind.NOTHING;
        }
    }

    private BasicFileAttributes linkedFile(Path link) {
        try {
            Path real = link.toRealPath();
            if (!real.startsWith(root)) {
                return null;
            }
            BasicFileAttributes facts =
                    Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return facts.isRegularFile() ? facts : null;
        } catch (IOException e) {
            return null; // leads nowhere
        }
    }

    /**
     * @param prefix the path of the directory with a slash at its end; empty for the root
     * @return false if the visitor ended it
     */
    boolean walk(Path directory, String prefix, Visitor visitor) {
        if (!visitor.enter(directory)) {
            return false;
        }
        for (Child child : children(directory)) {
            if (!child.directory) {
                visitor.file(prefix + child.name, child.bytes);
            } else if (!walk(directory.resolve(child.name), prefix + child.name + "/", visitor)) {
                return false;
            }
        }
        return true;
    }

    private List<Child> children(Path directory) {
        List<Child> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                add(path, children);
            }
            if (!directory.toRealPath().equals(directory)) {
                return List.of(); // became a link meanwhile
            }
            unreadable.remove(directory);
        } catch (IOException | DirectoryIteratorException e) {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && unreadable.size() < MAX_REMEMBERED
                    && unreadable.add(directory)) {
                LOG.warn(
                        "not listed, since it cannot be read: {}. Check the owner and mode of the directory.",
                        Shown.text(directory.toString()));
            }
        }
        children.sort(Comparator.comparing(Child::sortKey, CodePointOrder.OF_STRINGS));
        return children;
    }

    private void add(Path path, List<Child> children) {
        String name = path.getFileName().toString();
        if (!path.getFileSystem().getPath(name).equals(path.getFileName())) {
            return; // not text, so that no request can name it
        }
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            BasicFileAttributes file = facts.isSymbolicLink() ? linkedFile(path) : facts;
            if (file != null && (file.isDirectory() || file.isRegularFile())) {
                children.add(new Child(name, file.isDirectory(), file.isDirectory() ? 0 : file.size()));
            }
        } catch (IOException e) {
            // gone since it was listed
        }
    }
}
