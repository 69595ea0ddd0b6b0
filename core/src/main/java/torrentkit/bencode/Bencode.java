package torrentkit.bencode;

import com.dampcake.bencode.BencodeOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes bencoded dictionaries (BEP 3). */
public final class Bencode {
    private static final int MAX_ENCODED_DEPTH = 100;

    private Bencode() {}

    /**
     * What a reader accepts.
     *
     * @param maxBytes bytes of input
     * @param maxDepth dictionaries and lists inside each other, the outermost included
     * @param maxTokens dictionaries, lists, their ends, strings, keys and integers
     */
    public record Limits(int maxBytes, int maxDepth, int maxTokens) {
        /** For metainfo files: 10 MiB, 100 levels, 3,000,000 tokens. */
        public static final Limits TORRENT = new Limits(10 << 20, 100, 3_000_000);
        /** For what trackers answer: 2 MiB, 20 levels, 500,000 tokens. */
        public static final Limits REPLY = new Limits(2 << 20, 20, 500_000);

        public Limits {
            if (maxBytes < 2 || maxDepth < 1 || maxTokens < 2) {
                throw new IllegalArgumentException("limits that admit nothing: " + maxBytes + " bytes, " + maxDepth
                        + " levels, " + maxTokens + " tokens");
            }
        }
    }

    /**
     * Reads exactly one dictionary. Only canonical integers and string lengths pass; keys may be unsorted, as in torrents that
     * others made, but not double. Memory: up to 8 bytes a token beside the input.
     *
     * @param whole the dictionary and nothing after it; borrowed, so it must not change afterwards
     * @throws BencodeException for anything else, or when a limit is exceeded
     */
    public static BencodeDictionary decode(byte[] whole, Limits limits) {
        return new BencodeDictionary(new BencodeScanner(whole, limits).scan(), 0, "");
    }

    /**
     * A dictionary at the start of other bytes.
     *
     * @param length bytes of the dictionary; what follows it starts there
     */
    public record Prefix(BencodeDictionary dictionary, int length) {}

    /**
     * Reads one dictionary from the start of the bytes, whatever follows it.
     *
     * @param bytes borrowed, so they must not change afterwards
     * @param limits of which the bytes are those of the whole
     * @throws BencodeException as {@link #decode} does
     */
    public static Prefix decodePrefix(byte[] bytes, Limits limits) {
        BencodeScanner scanner = new BencodeScanner(bytes, limits);
        BencodeDictionary dictionary = new BencodeDictionary(scanner.scanPrefix(), 0, "");
        return new Prefix(dictionary, scanner.position());
    }

    /**
     * Writes a dictionary in canonical form, keys in the order of their raw bytes.
     *
     * @param dictionary keys are byte strings as ISO-8859-1; values are {@code byte[]}, {@link String} (written as UTF-8),
     *     {@link Integer}, {@link Long}, {@link List} and {@link Map} of the same, or {@link RawBencode}
     * @throws IllegalArgumentException for a value of another type, a key with a character over U+00FF, or over 100 levels
     */
    public static byte[] encode(Map<String, ?> dictionary) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BencodeOutputStream out = new BencodeOutputStream(bytes, StandardCharsets.ISO_8859_1)) {
            write(dictionary, out, 1);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    // Containers are written here and only their leaves by dampcake: it copies a container once a level, sorts keys by
    // UTF-16
    // units, and knows no value that is already encoded.
    private static void write(Object value, BencodeOutputStream out, int depth) throws IOException {
        if (depth > MAX_ENCODED_DEPTH + 1) {
            throw new IllegalArgumentException(
                    "more than " + MAX_ENCODED_DEPTH + " dictionaries and lists inside each other");
        }
        if (value instanceof byte[] string) {
            out.writeString(string);
        } else if (value instanceof String text) {
            out.writeString(text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeNumber((Number) value);
        } else if (value instanceof RawBencode raw) {
            out.write(raw.bytes());
        } else if (value instanceof List<?> list) {
            out.write('l');
            for (Object element : list) {
                write(element, out, depth + 1);
            }
            out.write('e');
        } else if (value instanceof Map<?, ?> map) {
            out.write('d');
            for (Map.Entry<String, Object> entry : sorted(map).entrySet()) {
                out.writeString(entry.getKey().getBytes(StandardCharsets.ISO_8859_1));
                write(entry.getValue(), out, depth + 1);
            }
            out.write('e');
        } else {
            throw new IllegalArgumentException("bencoding has no form for "
                    + (value == null ? "null" : value.getClass().getName()));
        }
    }

    /** Characters up to U+00FF compare as their bytes do. */
    private static TreeMap<String, Object> sorted(Map<?, ?> map) {
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String text) || text.chars().anyMatch(c -> c > 0xff)) {
                throw new IllegalArgumentException(
                        "keys are byte strings, one character up to U+00FF a byte, not " + key);
            }
            sorted.put(text, value);
        });
        return sorted;
    }
}
