package torrentkit.bencode;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A checked list, read by index. Typed access fails with the element's path and place when it is of another type. Elements are
 * decoded when asked for. Immutable.
 */
public final class BencodeList {
    private final BencodeTokens tokens;
    private final String path;
    private final int[] elements;

    BencodeList(BencodeTokens tokens, int token, String path) {
        this.tokens = tokens;
        this.path = path;
        this.elements = tokens.children(token);
    }

    public int size() {
        return elements.length;
    }

    public boolean isEmpty() {
        return elements.length == 0;
    }

    public boolean isBytes(int index) {
        return value(index).kind() == BencodeValue.STRING;
    }

    public boolean isList(int index) {
        return value(index).kind() == BencodeValue.LIST;
    }

    public boolean isDictionary(int index) {
        return value(index).kind() == BencodeValue.DICTIONARY;
    }

    /** @throws BencodeException if the element is not a string */
    public byte[] bytes(int index) {
        return value(index).bytes();
    }

    /** @throws BencodeException if the element is not a string or not valid UTF-8 */
    public String text(int index) {
        return value(index).text();
    }

    /** @throws BencodeException if the element is not an integer */
    public long integer(int index) {
        return value(index).integer();
    }

    /** @throws BencodeException if the element is not a list */
    public BencodeList list(int index) {
        return value(index).list();
    }

    /** @throws BencodeException if the element is not a dictionary */
    public BencodeDictionary dictionary(int index) {
        return value(index).dictionary();
    }

    /** Every element as a dictionary, decoded one after the other; fails at the first that is none. */
    public Stream<BencodeDictionary> dictionaries() {
        return IntStream.range(0, elements.length).mapToObj(this::dictionary);
    }

    /** @throws BencodeException if an element is not a string or not valid UTF-8 */
    public List<String> texts() {
        return IntStream.range(0, elements.length).mapToObj(this::text).toList();
    }

    /** What to throw when an element is of the right type and still wrong. */
    public BencodeException failure(int index, String problem) {
        return new BencodeException(problem, field(index), tokens.start(elements[index]));
    }

    private String field(int index) {
        return path + "[" + index + "]";
    }

    private BencodeValue value(int index) {
        return new BencodeValue(tokens, elements[index], field(index));
    }
}
