package torrentkit.app.server.origin;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code Range} header asks for (RFC 9110, section 14.2). Where the standard leaves a choice, the answers are those of nginx with
 * {@code max_ranges 64}: what is malformed cannot be satisfied; who asks for more ranges than that, or for more bytes than the file
 * has, gets the file once.
 */
final class RangeHeader {
    static final int MAX_RANGES = 64;

    private static final String UNIT = "bytes=";

    private final String header;
    private final long size;
    private final List<ByteRange> ranges = new ArrayList<>();
    private int at = UNIT.length();

    private RangeHeader(String header, long size) {
        this.header = header;
        this.size = size;
    }

    /** What of a file is to be sent. */
    sealed interface Wanted {
        /** All of it: nothing else is asked for, or nothing that has to be heeded. */
        record Whole() implements Wanted {}

        /** In this order, at least one. */
        record Some(List<ByteRange> ranges) implements Wanted {}

        /** No byte of the file is asked for. */
        record Unsatisfiable() implements Wanted {}
    }

    /** @param size of the file, bytes */
    static Wanted parse(String header, long size) {
        if (header.length() <= UNIT.length() || !header.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return new Wanted.Whole();
        }
        return new RangeHeader(header, size).parse();
    }

    private Wanted parse() {
        long total = 0;
        do {
            ByteRange range;
            try {
                range = next();
            } catch (NumberFormatException e) {
                return new Wanted.Unsatisfiable();
            }
            if (range.length() > 0) {
                ranges.add(range);
                total += range.length(); // at most 65 times the size of a file, and the loop ends long before that is
                // too large
                if (ranges.size() > MAX_RANGES || total > size) {
                    return new Wanted.Whole();
                }
            } else if (range.start() == 0) {
                return new Wanted.Whole();
            }
        } while (take(','));
        return ranges.isEmpty() ? new Wanted.Unsatisfiable() : new Wanted.Some(List.copyOf(ranges));
    }

    /** The next range, cut to the file; without any byte if it lies behind the end. */
    private ByteRange next() {
        skipSpaces();
        long start;
        long end;
        if (take('-')) {
            long count = number();
            start = Math.max(0, size - count);
            end = size;
        } else {
            start = number();
            skipSpaces();
            if (!take('-')) {
                throw new NumberFormatException();
            }
            skipSpaces();
            boolean open = at == header.length() || header.charAt(at) == ',';
            end = open ? size : Math.min(size - 1, number()) + 1;
        }
        skipSpaces();
        if (at < header.length() && header.charAt(at) != ',') {
            throw new NumberFormatException();
        }
        return new ByteRange(start, Math.max(start, end));
    }

    private long number() {
        int first = at;
        while (at < header.length() && header.charAt(at) >= '0' && header.charAt(at) <= '9') {
            at++;
        }
        return Long.parseLong(header, first, at, 10);
    }

    private boolean take(char c) {
        if (at < header.length() && header.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpaces() {
        while (take(' ')) {}
    }
}
