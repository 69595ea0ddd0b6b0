package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * The directory that is served, and the only way from the names in a request to a file in it. Every call asks the file system, so
 * it belongs on a thread that may block. Nothing is opened here; a FIFO or a device is never even tried.
 */
public final class FileSource {
    private final Path root;

    private FileSource(Path root) {
        this.root = root;
    }

    /** @throws IOException if the directory cannot be resolved to its real path */
    public static FileSource of(Path directory) throws IOException {
        return new FileSource(directory.toRealPath());
    }

    /** The real path of the directory. */
    public Path root() {
        return root;
    }

    /**
     * A file or directory that may be served.
     *
     * @param requested below the root as it was asked for; may hold symbolic links
     * @param real what it leads to, without symbolic links, inside the root
     */
    public record Located(Path requested, Path real, boolean directory) {
        /** The name to give a torrent of it: the one it was asked for by. */
        public String name() {
            return requested.getFileName().toString();
        }
    }

    /**
     * Finds a regular file or a directory inside the root. Symbolic links are followed as long as they end inside.
     *
     * @param names from the root downwards; one that is not a single name finds nothing
     * @return empty for what does not exist, cannot be read, leads outside, or is of another kind
     */
    public Optional<Located> find(List<String> names) {
        Optional<Path> path = requested(names);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Path requested = path.get();
        try {
            Path real = requested.toRealPath();
            if (!real.startsWith(root) || real.equals(root)) {
                return Optional.empty();
            }
            BasicFileAttributes facts =
                    Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean kindIsServed = facts.isRegularFile() || facts.isDirectory();
            return kindIsServed && Files.isReadable(real)
                    ? Optional.of(new Located(requested, real, facts.isDirectory()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The real path of a directory inside the root, or of the root itself, for no names. */
    Optional<Path> directory(List<String> names) {
        return names.isEmpty()
                ? Optional.of(root)
                : find(names).filter(Located::directory).map(Located::real);
    }

    /**
     * Where a path leads before any link is followed, whatever is there; empty for names that no file can have here. Each path has
     * one spelling only: rules about it would not be found under another.
     */
    Optional<Path> requested(List<String> names) {
        try {
            Path path = root;
            for (String name : names) {
                Path child = path.resolve(name);
                boolean single = path.equals(child.getParent())
                        && child.getFileName().toString().equals(name);
                if (!single || name.equals(".") || name.equals("..")) {
                    return Optional.empty();
                }
                path = child;
            }
            return Optional.of(path);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Where these names lead, relative to the root, whether or not there is anything.
     *
     * @return empty for what cannot be a path on this system
     */
    public Optional<Path> relative(List<String> names) {
        return requested(names).filter(path -> !path.equals(root)).map(root::relativize);
    }

    /** Whether the path that was located before still leads to the same place. */
    public boolean stillLeadsTo(Located located) {
        try {
            return located.requested().toRealPath().equals(located.real());
        } catch (IOException e) {
            return false;
        }
    }
}
