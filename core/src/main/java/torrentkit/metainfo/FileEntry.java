package torrentkit.metainfo;

import java.util.List;
import java.util.Optional;

/**
 * One file of a torrent (BEP 3, {@code files}).
 *
 * @param path components below the top directory, at least one; in a torrent of a single file its name alone
 * @param length bytes, ≥ 0
 * @param padding whether it is a pad file (BEP 47): zeros that align the next file to a piece, never on disk
 */
public record FileEntry(List<String> path, long length, boolean padding) {
    /**
     * @throws IllegalArgumentException if the path is empty or the length negative
     */
    public FileEntry {
        path = List.copyOf(path);
        if (path.isEmpty() || length < 0) {
            throw new IllegalArgumentException(
                    "a file has a path and a length of at least 0, not " + path + " and " + length);
        }
    }

    /** A file with content of its own. */
    public FileEntry(List<String> path, long length) {
        this(path, length, false);
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
