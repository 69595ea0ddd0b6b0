package torrentkit.app.client.torrent;

import java.util.List;
import java.util.stream.Collectors;
import torrentkit.app.client.console.Quantity;

/**
 * What is wrong with a file of a torrent on disk.
 *
 * @param path names below the top directory, or the file's name
 * @param kind what kind of trouble it is
 * @param detail more about it, for people; may be empty
 * @param ranges the bytes of the file that lie in bad pieces, so that at least one of each piece's is missing or wrong
 */
record FileProblem(String path, Kind kind, String detail, List<Range> ranges) {
    private static final int SHOWN = 8;

    /** What can be wrong; the text is both a label for people and the value in JSON. */
    enum Kind {
        MISSING("missing"),
        DEAD_LINK("dead link"),
        NOT_A_FILE("not a file"),
        WRONG_SIZE("wrong size"),
        UNREADABLE("unreadable"),
        DAMAGED("damaged");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * Bytes of a file.
     *
     * @param first offset of the first, from 0
     * @param last offset of the last
     */
    record Range(long first, long last) {
        long length() {
            return last - first + 1;
        }
    }

    /** A line for people; not yet clean. */
    String line() {
        String text = kind.label() + detail + ": " + path;
        if (kind != Kind.DAMAGED && kind != Kind.WRONG_SIZE || ranges.isEmpty()) {
            return text;
        }
        String shown = ranges.stream()
                .limit(SHOWN)
                .map(range -> range.first() + "-" + range.last())
                .collect(Collectors.joining(", "));
        String rest = ranges.size() > SHOWN ? " and " + Quantity.count(ranges.size() - SHOWN, "range") + " more" : "";
        return text + " (bytes " + shown + rest + ")";
    }
}
