package torrentkit.bencode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One value with its path: what dictionary and list share in turning a token into the type that the reader expects. */
record BencodeValue(BencodeTokens tokens, int token, String path) {
    static final char STRING = 's';
    static final char INTEGER = 'i';
    static final char LIST = 'l';
    static final char DICTIONARY = 'd';

    char kind() {
        char first = tokens.kind(token);
        return first == INTEGER || first == LIST || first == DICTIONARY ? first : STRING;
    }

    byte[] bytes() {
        expect(STRING);
        return tokens.string(token);
    }

    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw failure("expected text in UTF-8, found other bytes");
        }
    }

    long integer() {
        expect(INTEGER);
        return tokens.integer(token);
    }

    BencodeList list() {
        expect(LIST);
        return new BencodeList(tokens, token, path);
    }

    BencodeDictionary dictionary() {
        expect(DICTIONARY);
        return new BencodeDictionary(tokens, token, path);
    }

    private void expect(char expected) {
        if (kind() != expected) {
            throw failure("expected " + name(expected) + ", found " + name(kind()));
        }
    }

    private BencodeException failure(String problem) {
        return new BencodeException(problem, path, tokens.start(token));
    }

    private static String name(char kind) {
        switch (kind) {
            case STRING:
                return "a string";
            case INTEGER:
                return "an integer";
            case LIST:
                return "a list";
            default:
                return "a dictionary";
        }
    }
}
