package torrentkit.metainfo;

import java.util.List;
import java.util.Optional;

/**
 * One file of a torrent (BEP 3, {@code files}) with the attributes of BEP 47.
 *
 * @param path components below the top directory, at least one; in a torrent of a single file its name alone
 * @param length bytes, ≥ 0
 * @param padding whether it is a pad file: zeros that align the next file to a piece, never on disk
 * @param executable whether whoever may read the file is to be allowed to execute it
 * @param hidden whether the file is one that systems with such an attribute hide
 * @param symlink present when it is a symbolic link instead of a file: the components of what it leads to, below the top directory,
 *     each of them harmless; none when the torrent names nothing harmless, so that no link can be made. A link has no bytes
 */
public record FileEntry(
        List<String> path,
        long length,
        boolean padding,
        boolean executable,
        boolean hidden,
        Optional<List<String>> symlink) {
    /**
     * @throws IllegalArgumentException if the path is empty, the length negative, or a link has bytes
     */
    public FileEntry {
        path = List.copyOf(path);
        symlink = symlink.map(List::copyOf);
        if (path.isEmpty() || length < 0) {
            throw new IllegalArgumentException(
                    "a file has a path and a length of at least 0, not " + path + " and " + length);
        }
        if (symlink.isPresent() && (length > 0 || padding)) {
            throw new IllegalArgumentException("a symbolic link has no bytes, but " + path + " has");
        }
    }

    /** A file with content of its own. */
    public FileEntry(List<String> path, long length) {
        this(path, length, false);
    }

    /** A file or a pad file, without other attributes. */
    public FileEntry(List<String> path, long length, boolean padding) {
        this(path, length, padding, false, false, Optional.empty());
    }

    /** A symbolic link to something else below the top directory. */
    public static FileEntry link(List<String> path, List<String> target) {
        return new FileEntry(path, 0, false, false, false, Optional.of(target));
    }

    /** The same file with permission to execute it. */
    public FileEntry withExecutable() {
        return new FileEntry(path, length, padding, true, hidden, symlink);
    }

    /** Whether it is a file on disk: neither padding nor a link. */
    public boolean isStored() {
        return !padding && symlink.isEmpty();
    }

    /** Why no torrent may have a file with this path, if so: it would be unsafe or impossible on one system or another. */
    public static Optional<String> problem(List<String> path) {
        return path.stream()
                .flatMap(component -> PathRules.problem(component).stream())
                .findFirst()
                .or(() -> PathRules.problem(path));
    }

    /** The components joined by {@code /}. */
    public String joinedPath() {
        return String.join("/", path);
    }
}
