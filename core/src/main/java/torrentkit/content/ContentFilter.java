package torrentkit.content;

import java.util.List;
import java.util.function.Predicate;

/**
 * What below a directory becomes part of its torrent. Asked with names from that directory downwards.
 *
 * @param directories whether a directory is looked into; one that is not need not be readable
 * @param files whether a file is taken
 */
public record ContentFilter(Predicate<List<String>> directories, Predicate<List<String>> files) {
    /** Everything. */
    public static final ContentFilter ALL = new ContentFilter(path -> true, path -> true);
}
