package torrentkit.bencode;

import com.dampcake.bencode.BencodeInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Checked bytes and the places of their tokens, in the order in which they stand: dictionaries, lists, keys, strings, integers, and
 * the {@code e} of each container. A container therefore ends where the last of its tokens is, and a leaf where the next token
 * starts.
 */
final class BencodeTokens {
    private static final int LONGEST_LABEL = 60;

    private final byte[] bytes;
    private final int[] starts;
    private final int[] next; // of a container: the token after its 'e'; of others: not used

    private BencodeTokens(byte[] bytes, int[] starts, int[] next) {
        this.bytes = bytes;
        this.starts = starts;
        this.next = next;
    }

    char kind(int token) {
        return (char) bytes[starts[token]];
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        char kind = kind(token);
        return kind == 'd' || kind == 'l' ? starts[next[token] - 1] + 1 : starts[token + 1];
    }

    byte[] raw(int token) {
        return Arrays.copyOfRange(bytes, starts[token], end(token));
    }

    /** The elements of a list; of a dictionary keys and values in turn. */
    int[] children(int container) {
        int[] children = new int[4];
        int count = 0;
        for (int token = container + 1; kind(token) != 'e'; token = after(token)) {
            if (count == children.length) {
                children = Arrays.copyOf(children, 2 * count);
            }
            children[count++] = token;
        }
        return Arrays.copyOf(children, count);
    }

    private int after(int token) {
        char kind = kind(token);
        return kind == 'd' || kind == 'l' ? next[token] : token + 1;
    }

    byte[] string(int token) {
        try (BencodeInputStream in = open(token)) {
            return in.readStringBytes().array();
        } catch (IOException e) {
            throw new IllegalStateException("bytes that were checked cannot be read", e);
        }
    }

    long integer(int token) {
        try (BencodeInputStream in = open(token)) {
            return in.readNumber();
        } catch (IOException e) {
            throw new IllegalStateException("bytes that were checked cannot be read", e);
        }
    }

    private BencodeInputStream open(int token) {
        return new BencodeInputStream(
                new ByteArrayInputStream(bytes, starts[token], starts[token + 1] - starts[token]),
                StandardCharsets.ISO_8859_1,
                true);
    }

    /** Whether the string has just these bytes. */
    boolean isString(int token, byte[] content) {
        int end = starts[token + 1];
        int from = contentStart(bytes, starts[token]);
        return end - from == content.length && Arrays.equals(bytes, from, end, content, 0, content.length);
    }

    String label(int key) {
        return label(bytes, contentStart(bytes, starts[key]), starts[key + 1]);
    }

    static String label(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        return label(bytes, 0, bytes.length);
    }

    static String join(String path, String label) {
        return path.isEmpty() ? label : path + "." + label;
    }

    private static int contentStart(byte[] bytes, int string) {
        int colon = string;
        while (bytes[colon] != ':') {
            colon++;
        }
        return colon + 1;
    }

    /** A key as people may see it: printable ASCII, other bytes as {@code \xNN}, shortened. */
    private static String label(byte[] bytes, int from, int end) {
        StringBuilder label = new StringBuilder();
        for (int i = from; i < end; i++) {
            if (label.length() >= LONGEST_LABEL) {
                return label.append("...").toString();
            }
            if (bytes[i] >= ' ' && bytes[i] < 127) {
                label.append((char) bytes[i]);
            } else {
                label.append(String.format("\\x%02x", bytes[i] & 0xff));
            }
        }
        return label.toString();
    }

    /** The same while the scan is under way. */
    static final class Builder {
        private final byte[] bytes;
        private int[] starts = new int[64];
        private int[] next = new int[64];
        private int size;

        Builder(byte[] bytes) {
            this.bytes = bytes;
        }

        int size() {
            return size;
        }

        int start(int token) {
            return starts[token];
        }

        int add(int position) {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, 2 * size);
                next = Arrays.copyOf(next, 2 * size);
            }
            starts[size] = position;
            return size++;
        }

        /** To be called when the newest token is the container's end. */
        void close(int container) {
            next[container] = size;
        }

        int contentStart(int string) {
            return BencodeTokens.contentStart(bytes, starts[string]);
        }

        int stringEnd(int string) {
            int from = contentStart(string);
            int length = 0;
            for (int i = starts[string]; i < from - 1; i++) {
                length = 10 * length + (bytes[i] - '0');
            }
            return from + length;
        }

        String label(int key) {
            return BencodeTokens.label(bytes, contentStart(key), stringEnd(key));
        }

        /** The keys of a dictionary that is complete. */
        Integer[] keys(int dictionary) {
            List<Integer> keys = new ArrayList<>();
            int token = dictionary + 1;
            while (token < next[dictionary] - 1) {
                keys.add(token);
                int value = token + 1;
                token = bytes[starts[value]] == 'd' || bytes[starts[value]] == 'l' ? next[value] : value + 1;
            }
            return keys.toArray(Integer[]::new);
        }

        int compareStrings(int one, int other) {
            return Arrays.compareUnsigned(
                    bytes, contentStart(one), stringEnd(one), bytes, contentStart(other), stringEnd(other));
        }

        BencodeTokens build() {
            return new BencodeTokens(bytes, Arrays.copyOf(starts, size), Arrays.copyOf(next, size));
        }
    }
}
