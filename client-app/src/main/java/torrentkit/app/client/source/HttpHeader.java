package torrentkit.app.client.source;

import java.util.Locale;
import java.util.Set;

/**
 * A field of an HTTP request's head (RFC 9110). Its value may be a secret and is in no text form of it.
 *
 * @param name a token
 * @param value without controls
 */
record HttpHeader(String name, String value) {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /** What says how a message is delimited, or where it goes. */
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** @throws IllegalArgumentException with what is wrong, never with the value */
    HttpHeader {
        if (name.isEmpty() || !name.chars().allMatch(HttpHeader::isTokenCharacter)) {
            throw new IllegalArgumentException("its name is empty or has other characters than letters, digits and -");
        }
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(name + " follows from the URL and the other options");
        }
        if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c <= 0xff && c != 0x7f)) {
            throw new IllegalArgumentException("the value of " + name + " has controls or characters above U+00FF");
        }
    }

    /**
     * Reads {@code Name: value}.
     *
     * @throws IllegalArgumentException for another form; never with the value
     */
    static HttpHeader parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("it has no colon");
        }
        return new HttpHeader(
                text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    private static boolean isTokenCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0;
    }

    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    @Override
    public String toString() {
        return name;
    }
}
