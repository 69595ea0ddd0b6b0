package torrentkit.app.client.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The lines of a file one after another, none longer than a bound, however long they are in the file. Not thread-safe. */
final class LineReader {
    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[64 * 1024];
    private int next;
    private int filled;
    private byte[] line = new byte[1024];
    private int length;
    private long number;
    private long bytes;
    private boolean tooLong;

    /** @param longest bytes; what is over it is {@link #isTooLong() refused} */
    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Goes to the next line; false at the end. A last line without an end counts as one. */
    boolean advance() {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (next < filled || fill()) {
            any = true;
            int end = next;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            append(end - next);
            boolean whole = end < filled;
            next = whole ? end + 1 : end;
            if (whole) {
                break;
            }
        }
        number += any ? 1 : 0;
        return any;
    }

    private boolean fill() {
        try {
            filled = Math.max(0, in.read(buffer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        next = 0;
        bytes += filled;
        return filled > 0;
    }

    private void append(int count) {
        if (tooLong || length + count > longest) {
            tooLong = true;
            return;
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.min(longest, Math.max(2 * line.length, length + count)));
        }
        System.arraycopy(buffer, next, line, length, count);
        length += count;
    }

    /** Which line this is, from 1. */
    long number() {
        return number;
    }

    /** How much has been read, of lines to come too. */
    long bytes() {
        return bytes;
    }

    /** Whether the line is over the bound; then only its start is there. */
    boolean isTooLong() {
        return tooLong;
    }

    /** The line without its end, as UTF-8; bytes that are none become U+FFFD. */
    String text() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.UTF_8);
    }
}
