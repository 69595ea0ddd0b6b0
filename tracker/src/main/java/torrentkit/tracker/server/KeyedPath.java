package torrentkit.tracker.server;

import java.nio.charset.StandardCharsets;

/**
 * The path of a tracker's URL with an announce key in it: {@code /KEY/announce}. A key is 1 to {@link TorrentAccess#MAX_KEY}
 * characters that a URL carries as they are (RFC 3986, unreserved). Nothing is decoded, so a key has one spelling only.
 */
final class KeyedPath {
    private KeyedPath() {}

    /**
     * @param from the first byte of the path
     * @param to the first byte after it
     * @param last what follows the key, beginning with a slash
     */
    static boolean matches(byte[] bytes, int from, int to, String last) {
        int keyTo = to - last.length();
        int length = keyTo - from - 1;
        if (length < 1 || length > TorrentAccess.MAX_KEY || bytes[from] != '/') {
            return false;
        }
        for (int i = 0; i < last.length(); i++) {
            if (bytes[keyTo + i] != last.charAt(i)) {
                return false;
            }
        }
        for (int i = from + 1; i < keyTo; i++) {
            if (!isUnreserved(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** The key; only when {@link #matches} says so. */
    static String key(byte[] bytes, int from, int to, String last) {
        return new String(bytes, from + 1, to - last.length() - from - 1, StandardCharsets.US_ASCII);
    }

    private static boolean isUnreserved(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '-'
                || b == '_'
                || b == '.'
                || b == '~';
    }
}
