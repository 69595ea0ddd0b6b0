package torrentkit.app.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * From the path of a URL to the names that it consists of. A path is decoded once; what then is not plainly a list of names is
 * refused rather than repaired, so that no second spelling of a path gets around a rule about the first.
 */
public final class RequestPath {
    private RequestPath() {}

    /**
     * The path of a request target: without query and fragment, and without scheme and authority where a client sent them.
     *
     * @return as it was sent, still encoded; empty when the target is not one of a path
     */
    public static Optional<String> ofTarget(String target) {
        int end = target.length();
        for (int i = 0; i < end; i++) {
            if (target.charAt(i) == '?' || target.charAt(i) == '#') {
                end = i;
            }
        }
        String path = target.substring(0, end);
        if (path.startsWith("/")) {
            return Optional.of(path);
        }
        int authority = path.indexOf("://");
        String scheme = authority < 0 ? "" : path.substring(0, authority);
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
            return Optional.empty();
        }
        int slash = path.indexOf('/', authority + 3);
        return Optional.of(slash < 0 ? "/" : path.substring(slash));
    }

    /**
     * The names in a path below the served directory. Empty when it holds a broken escape, invalid UTF-8, a NUL, a backslash, an
     * empty name or a name {@code .} or {@code ..}. One slash at the end is as good as none.
     *
     * @param encoded without the slash before the first name
     */
    public static Optional<List<String>> names(String encoded) {
        return decode(encoded)
                .filter(path -> path.indexOf('\0') < 0 && path.indexOf('\\') < 0)
                .map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                .map(path -> List.of(path.split("/", -1)))
                .filter(names ->
                        names.stream().noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals("..")));
    }

    private static Optional<String> decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                int high = i + 2 < encoded.length() ? hexDigit(encoded.charAt(i + 1)) : -1;
                int low = high < 0 ? -1 : hexDigit(encoded.charAt(i + 2));
                if (low < 0) {
                    return Optional.empty();
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c > 0xff) {
                return Optional.empty();
            } else {
                bytes.write(c); // the HTTP codec maps bytes to the first 256 characters: this is a byte that was sent
                // unescaped
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** The path that a URL needs to name these names: everything but letters, digits and {@code -._~} as escapes. */
    public static String encode(List<String> names) {
        StringBuilder path = new StringBuilder();
        for (String name : names) {
            if (path.length() > 0) {
                path.append('/');
            }
            escape(name, "-._~", path);
        }
        return path.toString();
    }

    /** Appends the text as UTF-8, each byte that is neither a letter, a digit nor in {@code plain} as an escape. */
    static void escape(String text, String plain, StringBuilder to) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || plain.indexOf(c) >= 0) {
                to.append(c);
            } else {
                to.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
    }
}
