package torrentkit.bencode;

import java.util.Arrays;

/**
 * Checks that bytes are one canonical bencoded dictionary, and notes where each token starts. Iterative, so that nesting costs no
 * stack; what it allocates grows with the tokens that were really there, never with a length that the input merely claims.
 */
final class BencodeScanner {
    private static final String LONGEST_POSITIVE = Long.toString(Long.MAX_VALUE);
    private static final String LONGEST_NEGATIVE = Long.toString(Long.MIN_VALUE).substring(1);

    private final byte[] bytes;
    private final Bencode.Limits limits;
    private final BencodeTokens.Builder tokens;

    // One frame for each open container.
    private final int[] container; // its token
    private final int[] lastKey; // in a dictionary the token of its newest key, −1 before the first
    private final int[] elements; // in a list how many elements have begun
    private final boolean[] unsorted; // whether a key came after a greater one
    private int depth;

    private boolean keyPending; // a key was read and its value was not
    private int position;

    BencodeScanner(byte[] bytes, Bencode.Limits limits) {
        this.bytes = bytes;
        this.limits = limits;
        this.tokens = new BencodeTokens.Builder(bytes);
        container = new int[limits.maxDepth()];
        lastKey = new int[limits.maxDepth()];
        elements = new int[limits.maxDepth()];
        unsorted = new boolean[limits.maxDepth()];
    }

    /** @throws BencodeException unless the bytes are one dictionary within the limits */
    BencodeTokens scan() {
        BencodeTokens dictionary = scanPrefix();
        if (position < bytes.length) {
            throw failure("expected the end, found " + (bytes.length - position) + " more bytes", position);
        }
        return dictionary;
    }

    /** Where the dictionary ended that was scanned. */
    int position() {
        return position;
    }

    /** @throws BencodeException unless the bytes begin with one dictionary within the limits */
    BencodeTokens scanPrefix() {
        if (bytes.length > limits.maxBytes()) {
            throw failure(
                    "at most " + limits.maxBytes() + " bytes are read, but there are " + bytes.length,
                    limits.maxBytes());
        }
        if (bytes.length == 0) {
            throw failure("expected a bencoded dictionary, found nothing", 0);
        }
        if (bytes[0] != 'd') {
            throw failure("expected a bencoded dictionary, which starts with 'd', found " + shown(bytes[0]), 0);
        }
        do {
            step();
        } while (depth > 0);
        return tokens.build();
    }

    private void step() {
        if (position == bytes.length) {
            throw failure("expected 'e' or another value, found the end; the input seems to be cut off", position);
        }
        byte first = bytes[position];
        boolean inDictionary = depth > 0 && bytes[tokens.start(container[depth - 1])] == 'd';
        if (depth > 0 && first == 'e') {
            close(inDictionary);
        } else if (inDictionary && !keyPending) {
            key();
        } else {
            if (depth > 0 && !inDictionary) {
                elements[depth - 1]++;
            }
            keyPending = false;
            value(first);
        }
    }

    private void value(byte first) {
        if (first == 'd' || first == 'l') {
            open();
        } else if (first == 'i') {
            integer();
        } else if (isDigit(first)) {
            string();
        } else {
            throw failure("expected a string, an integer, a list or a dictionary, found " + shown(first), position);
        }
    }

    private void open() {
        if (depth == limits.maxDepth()) {
            throw failure("at most " + limits.maxDepth() + " lists and dictionaries may be nested", position);
        }
        container[depth] = add();
        lastKey[depth] = -1;
        elements[depth] = 0;
        unsorted[depth] = false;
        depth++;
        position++;
    }

    private void close(boolean inDictionary) {
        if (inDictionary && keyPending) {
            throw failure("expected the value of the key, found the end of the dictionary", position);
        }
        add();
        position++;
        tokens.close(container[depth - 1]);
        if (unsorted[depth - 1]) {
            refuseDuplicates(container[depth - 1]);
        }
        depth--;
    }

    private void key() {
        if (!isDigit(bytes[position])) {
            throw failure("expected a key, which is a string, found " + shown(bytes[position]), position);
        }
        int before = lastKey[depth - 1];
        int beforeEnd = before < 0 ? 0 : tokens.stringEnd(before);
        int start = position;
        int key = string();
        lastKey[depth - 1] = key;
        keyPending = true;
        if (before >= 0) {
            int order = Arrays.compareUnsigned(
                    bytes, tokens.contentStart(before), beforeEnd, bytes, tokens.contentStart(key), position);
            if (order == 0) {
                throw failure("the key stands twice in its dictionary", start);
            }
            unsorted[depth - 1] |= order > 0;
        }
    }

    /** Sorting finds equal keys as neighbours, whatever an attacker chose them to be. */
    private void refuseDuplicates(int dictionary) {
        Integer[] keys = tokens.keys(dictionary);
        Arrays.sort(keys, tokens::compareStrings);
        for (int i = 1; i < keys.length; i++) {
            if (tokens.compareStrings(keys[i - 1], keys[i]) == 0) {
                lastKey[depth - 1] = keys[i];
                throw failure("the key stands twice in its dictionary", tokens.start(keys[i]));
            }
        }
    }

    private int string() {
        int start = position;
        int token = add();
        long length = 0;
        while (position < bytes.length && isDigit(bytes[position])) {
            if (position > start && bytes[start] == '0') {
                throw failure("expected a length without leading zeros", start);
            }
            length = length * 10 + (bytes[position++] - '0');
            if (length > bytes.length) {
                throw failure("a string claims to be longer than the whole input", start);
            }
        }
        if (position == bytes.length || bytes[position] != ':') {
            throw failure("expected ':' after the length of a string", start);
        }
        position++;
        if (length > bytes.length - position) {
            throw failure("expected a string of " + length + " bytes, found only " + (bytes.length - position), start);
        }
        position += (int) length;
        return token;
    }

    private void integer() {
        int start = position;
        add();
        position++;
        boolean negative = position < bytes.length && bytes[position] == '-';
        if (negative) {
            position++;
        }
        int digits = position;
        while (position < bytes.length && isDigit(bytes[position])) {
            position++;
        }
        int count = position - digits;
        if (count == 0 || position == bytes.length || bytes[position] != 'e') {
            throw failure("expected an integer: 'i', decimal digits, 'e'", start);
        }
        if (bytes[digits] == '0' && (count > 1 || negative)) {
            throw failure("expected an integer without leading zeros and without '-0'", start);
        }
        if (!fitsLong(digits, count, negative ? LONGEST_NEGATIVE : LONGEST_POSITIVE)) {
            throw failure("expected an integer of 64 bits, found a greater one", start);
        }
        position++;
    }

    private boolean fitsLong(int digits, int count, String longest) {
        if (count != longest.length()) {
            return count < longest.length();
        }
        for (int i = 0; i < count; i++) {
            if (bytes[digits + i] != longest.charAt(i)) {
                return bytes[digits + i] < longest.charAt(i);
            }
        }
        return true;
    }

    private int add() {
        if (tokens.size() == limits.maxTokens()) {
            throw failure("at most " + limits.maxTokens() + " values are read", position);
        }
        return tokens.add(position);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static String shown(byte b) {
        return b > ' ' && b < 127 ? "'" + (char) b + "'" : String.format("byte 0x%02x", b & 0xff);
    }

    private BencodeException failure(String problem, int offset) {
        String path = "";
        for (int i = 0; i < depth; i++) {
            if (bytes[tokens.start(container[i])] == 'l') {
                path += elements[i] == 0 ? "" : "[" + (elements[i] - 1) + "]";
            } else if (lastKey[i] >= 0) {
                path = BencodeTokens.join(path, tokens.label(lastKey[i]));
            }
        }
        return new BencodeException(problem, path, offset);
    }
}
