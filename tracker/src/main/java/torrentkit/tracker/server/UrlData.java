package torrentkit.tracker.server;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * The options after a UDP announce (BEP 41), of which only the URL data matter: the path and query of the tracker's URL, in
 * pieces of at most 255 bytes.
 *
 * <pre>
 * 0 end | 1 nothing | 2 length, URL data | n length, bytes to skip
 * </pre>
 */
final class UrlData {
    private static final int END = 0;
    private static final int NOTHING = 1;
    private static final int URL = 2;
    private static final int MAX_URL = 1024;

    private UrlData() {}

    /**
     * The announce key in the URL; none when there is no such thing, or the options are cut short.
     *
     * @param from the first byte of the options
     * @param to the end of the datagram
     */
    static Optional<String> key(ByteBuf in, int from, int to, String last) {
        byte[] url = new byte[Math.min(MAX_URL, to - from)];
        int length = 0;
        for (int at = from; at < to && in.getByte(at) != END; ) {
            int option = in.getByte(at++);
            if (option == NOTHING) {
                continue;
            }
            if (at == to) {
                return Optional.empty();
            }
            int size = in.getUnsignedByte(at++);
            if (size > to - at) {
                return Optional.empty();
            }
            if (option == URL) {
                if (length + size > url.length) {
                    return Optional.empty();
                }
                in.getBytes(at, url, length, size);
                length += size;
            }
            at += size;
        }
        int path = 0;
        while (path < length && url[path] != '?') {
            path++;
        }
        return KeyedPath.matches(url, 0, path, last)
                ? Optional.of(KeyedPath.key(url, 0, path, last))
                : Optional.empty();
    }
}
