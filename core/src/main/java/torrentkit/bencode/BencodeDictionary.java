package torrentkit.bencode;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A checked dictionary, read by key. Keys are byte strings, given as ISO-8859-1: one character a byte. Every typed access answers
 * nothing when the key is absent, and fails with the value's path and place when it is of another type. Values are decoded when
 * asked for. Immutable.
 */
public final class BencodeDictionary {
    private final BencodeTokens tokens;
    private final int token;
    private final String path;
    private final int[] children; // keys and values in turn
    private int cursor; // where the last search ended; a wrong value only costs time, so threads may race

    BencodeDictionary(BencodeTokens tokens, int token, String path) {
        this.tokens = tokens;
        this.token = token;
        this.path = path;
        this.children = tokens.children(token);
    }

    /** All keys, in the order in which they stand. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        for (int i = 0; i < children.length; i += 2) {
            keys.add(new String(tokens.string(children[i]), StandardCharsets.ISO_8859_1));
        }
        return keys;
    }

    public boolean has(String key) {
        return find(key) >= 0;
    }

    /** Whether the key is there and its value is a string. */
    public boolean isBytes(String key) {
        return hasKind(key, BencodeValue.STRING);
    }

    /** Whether the key is there and its value is an integer. */
    public boolean isInteger(String key) {
        return hasKind(key, BencodeValue.INTEGER);
    }

    /** Whether the key is there and its value is a list. */
    public boolean isList(String key) {
        return hasKind(key, BencodeValue.LIST);
    }

    /** Whether the key is there and its value is a dictionary. */
    public boolean isDictionary(String key) {
        return hasKind(key, BencodeValue.DICTIONARY);
    }

    /** @throws BencodeException if the value is not a string */
    public Optional<byte[]> bytes(String key) {
        return value(key).map(BencodeValue::bytes);
    }

    /** @throws BencodeException if the value is not a string or not valid UTF-8 */
    public Optional<String> text(String key) {
        return value(key).map(BencodeValue::text);
    }

    /** @throws BencodeException if the value is not an integer */
    public OptionalLong integer(String key) {
        Optional<BencodeValue> value = value(key);
        return value.isPresent() ? OptionalLong.of(value.get().integer()) : OptionalLong.empty();
    }

    /** @throws BencodeException if the value is not a list */
    public Optional<BencodeList> list(String key) {
        return value(key).map(BencodeValue::list);
    }

    /** @throws BencodeException if the value is not a dictionary */
    public Optional<BencodeDictionary> dictionary(String key) {
        return value(key).map(BencodeValue::dictionary);
    }

    /** @throws BencodeException if there is none or it is not a string */
    public byte[] requiredBytes(String key) {
        return required(key, "a string").bytes();
    }

    /** @throws BencodeException if there is none, or it is not a string or not valid UTF-8 */
    public String requiredText(String key) {
        return required(key, "a string").text();
    }

    /** @throws BencodeException if there is none or it is not an integer */
    public long requiredInteger(String key) {
        return required(key, "an integer").integer();
    }

    /** @throws BencodeException if there is none or it is not a list */
    public BencodeList requiredList(String key) {
        return required(key, "a list").list();
    }

    /** @throws BencodeException if there is none or it is not a dictionary */
    public BencodeDictionary requiredDictionary(String key) {
        return required(key, "a dictionary").dictionary();
    }

    /** A copy of the value's original bytes, whatever its type. */
    public Optional<byte[]> raw(String key) {
        int at = find(key);
        return at < 0 ? Optional.empty() : Optional.of(tokens.raw(at));
    }

    /** Where the value starts, bytes from the start of the input; where the dictionary starts when the key is absent. */
    public int offset(String key) {
        int at = find(key);
        return tokens.start(at < 0 ? token : at);
    }

    /** The path of the value in the input, for messages, such as {@code info.files[3].length}. Printable ASCII only. */
    public String field(String key) {
        return BencodeTokens.join(path, BencodeTokens.label(key));
    }

    /** What to throw when a value is of the right type and still wrong. */
    public BencodeException failure(String key, String problem) {
        return new BencodeException(problem, field(key), offset(key));
    }

    private boolean hasKind(String key, char kind) {
        Optional<BencodeValue> value = value(key);
        return value.isPresent() && value.get().kind() == kind;
    }

    private BencodeValue required(String key, String expected) {
        return value(key).orElseThrow(() -> failure(key, "expected " + expected + ", found no such key"));
    }

    private Optional<BencodeValue> value(String key) {
        int at = find(key);
        return at < 0 ? Optional.empty() : Optional.of(new BencodeValue(tokens, at, field(key)));
    }

    /** The value's token, or −1. Starts after the last hit, so that asking for all keys in their order takes one pass. */
    private int find(String key) {
        byte[] content = key.getBytes(StandardCharsets.ISO_8859_1);
        int from = cursor;
        for (int n = 0, i = from; n < children.length; n += 2, i += 2) {
            if (i >= children.length) {
                i = 0;
            }
            if (tokens.isString(children[i], content)) {
                cursor = i + 2 < children.length ? i + 2 : 0;
                return children[i + 1];
            }
        }
        return -1;
    }
}
