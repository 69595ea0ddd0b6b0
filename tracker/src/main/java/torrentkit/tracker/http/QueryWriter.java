package torrentkit.tracker.http;

import java.nio.charset.StandardCharsets;

/** Puts a query string together; every byte that is not unreserved (RFC 3986, 2.3) is escaped. */
final class QueryWriter {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final StringBuilder query = new StringBuilder(256);

    QueryWriter bytes(String name, byte[] value) {
        name(name);
        for (byte b : value) {
            boolean unreserved = b >= 'a' && b <= 'z'
                    || b >= 'A' && b <= 'Z'
                    || b >= '0' && b <= '9'
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~';
            if (unreserved) {
                query.append((char) b);
            } else {
                query.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
            }
        }
        return this;
    }

    /** @param value a character a byte */
    QueryWriter text(String name, String value) {
        return bytes(name, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    QueryWriter number(String name, long value) {
        name(name);
        query.append(value);
        return this;
    }

    private void name(String name) {
        if (query.length() > 0) {
            query.append('&');
        }
        query.append(name).append('=');
    }

    @Override
    public String toString() {
        return query.toString();
    }
}
