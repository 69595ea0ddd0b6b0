package torrentkit.tracker.server;

/**
 * The head of an HTTP/1 request (RFC 9112), as far as a tracker cares, read from an array of bytes. Reused for one request after
 * another by its owner, the handler of one connection.
 *
 * <p>Only {@code GET} and {@code HEAD} without a body are requests here. Everything else ends in an {@link #error}, and with it
 * the connection, since after a mistake nobody knows where the next request begins.
 */
final class RequestHead {
    /** Bytes of the request line. */
    static final int MAX_LINE = 4 * 1024;
    /** Bytes of all header fields. */
    static final int MAX_HEADERS = 8 * 1024;
    /** What {@link #read} answers while the head is not complete. */
    static final int INCOMPLETE = -1;

    private byte[] bytes;
    private int error;
    private boolean headOnly;
    private boolean http10;
    private boolean keepAlive;
    private int pathFrom;
    private int pathTo;
    private int queryFrom;
    private int queryTo;

    /**
     * Reads one head.
     *
     * @param raw borrowed until the next call
     * @param from where the request begins
     * @param searched up to where an earlier call has looked in vain for the end, at least {@code from}
     * @param to the end of what has arrived
     * @return the first byte after the head, or {@link #INCOMPLETE}; meaningless when {@link #error} is not 0
     */
    int read(byte[] raw, int from, int searched, int to) {
        bytes = raw;
        error = 0;
        headOnly = false;
        http10 = false;
        int end = endOfHead(raw, Math.max(from, searched - 3), to);
        if (end == INCOMPLETE && to - from <= MAX_LINE) {
            return INCOMPLETE;
        }
        int lineEnd = endOfLine(raw, from, Math.min(to, from + MAX_LINE + 1));
        if (lineEnd < 0) {
            error = 414;
        } else if ((end == INCOMPLETE ? to : end) - lineEnd - 1 > MAX_HEADERS) {
            error = 431;
        } else if (end != INCOMPLETE && readLine(from, lineEnd)) {
            readFields(lineEnd + 1, end);
        }
        return end;
    }

    /** The first byte after an empty line, or {@link #INCOMPLETE}. Lines may end in a bare LF (RFC 9112, 2.2). */
    private static int endOfHead(byte[] raw, int from, int to) {
        for (int i = from; i < to; i++) {
            if (raw[i] == '\n') {
                if (i + 1 < to && raw[i + 1] == '\n') {
                    return i + 2;
                }
                if (i + 2 < to && raw[i + 1] == '\r' && raw[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return INCOMPLETE;
    }

    private static int endOfLine(byte[] raw, int from, int to) {
        for (int i = from; i < to; i++) {
            if (raw[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean readLine(int from, int lineEnd) {
        int to = bytes[lineEnd - (lineEnd > from ? 1 : 0)] == '\r' ? lineEnd - 1 : lineEnd;
        int version = to - 8;
        if (version <= from || !matches(version, "HTTP/1.") || bytes[version - 1] != ' ') {
            return fail(version > from && matches(version, "HTTP/") ? 505 : 400);
        }
        byte minor = bytes[to - 1];
        if (minor != '0' && minor != '1') {
            return fail(minor > '1' && minor <= '9' ? 505 : 400);
        }
        http10 = minor == '0';
        keepAlive = !http10;
        int target;
        if (matches(from, "GET ")) {
            target = from + 4;
        } else if (matches(from, "HEAD ")) {
            target = from + 5;
            headOnly = true;
        } else {
            return fail(isMethod(from, version) ? 405 : 400);
        }
        return readTarget(target, version - 1);
    }

    private boolean readTarget(int from, int to) {
        pathFrom = from;
        if (from < to && bytes[from] != '/' && matches(from, "http://")) {
            pathFrom = from + 7; // the absolute form, which a server has to understand
            while (pathFrom < to && bytes[pathFrom] != '/') {
                pathFrom++;
            }
        }
        if (pathFrom >= to || bytes[pathFrom] != '/') {
            return fail(400);
        }
        pathTo = to;
        for (int i = pathFrom; i < to; i++) {
            byte b = bytes[i];
            if (b >= 0 && b <= ' ' || b == 127) {
                return fail(400);
            }
            if (b == '?' && pathTo == to) {
                pathTo = i;
            }
        }
        queryFrom = Math.min(to, pathTo + 1);
        queryTo = to;
        return true;
    }

    private boolean isMethod(int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= 'A' && bytes[at] <= 'Z') {
            at++;
        }
        return at > from && at < to && bytes[at] == ' ';
    }

    private void readFields(int from, int end) {
        int line = from;
        while (error == 0) {
            int lineEnd = endOfLine(bytes, line, end);
            int to = lineEnd > line && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            if (to == line) {
                return;
            }
            readField(line, to);
            line = lineEnd + 1;
        }
    }

    private void readField(int from, int to) {
        int colon = from;
        while (colon < to && bytes[colon] > ' ' && bytes[colon] < 127 && bytes[colon] != ':') {
            colon++;
        }
        if (colon == from || colon == to || bytes[colon] != ':') {
            error = 400; // also a continued line, which begins with a space
            return;
        }
        int initial = bytes[from] | 0x20;
        if (initial == 'c') {
            if (isName(from, colon, "connection")) {
                readConnection(colon + 1, to);
            } else if (isName(from, colon, "content-length")) {
                readLength(colon + 1, to);
            }
        } else if (initial == 't' && isName(from, colon, "transfer-encoding")) {
            error = 413;
        }
    }

    private void readConnection(int from, int to) {
        int at = from;
        while (at < to) {
            int wordEnd = at;
            while (wordEnd < to && bytes[wordEnd] != ',') {
                wordEnd++;
            }
            int last = wordEnd;
            while (at < last && isBlank(bytes[at])) {
                at++;
            }
            while (last > at && isBlank(bytes[last - 1])) {
                last--;
            }
            if (isName(at, last, "close")) {
                keepAlive = false;
            } else if (isName(at, last, "keep-alive")) {
                keepAlive = true;
            }
            at = wordEnd + 1;
        }
    }

    /** A body is refused; saying that there is none is fine. */
    private void readLength(int from, int to) {
        int at = from;
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        boolean digits = at < to;
        for (; at < to && !isBlank(bytes[at]); at++) {
            if (bytes[at] >= '1' && bytes[at] <= '9') {
                error = 413;
            }
            digits &= bytes[at] >= '0' && bytes[at] <= '9';
        }
        if (!digits) {
            error = 400;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private boolean matches(int from, String text) {
        if (from < 0 || from + text.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @param name in lower case */
    private boolean isName(int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            byte b = bytes[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean fail(int status) {
        error = status;
        return false;
    }

    /** The HTTP status with which to refuse the request, or 0. */
    int error() {
        return error;
    }

    /** Whether the answer must not have its body. */
    boolean headOnly() {
        return headOnly;
    }

    /** Whether the client speaks HTTP/1.0, and has to be told that the connection stays. */
    boolean http10() {
        return http10;
    }

    /** Whether the connection stays after the answer, as far as the client is concerned. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** Whether the path, as it stands and without the query, is this one. */
    boolean isPath(String path) {
        return pathTo - pathFrom == path.length() && matches(pathFrom, path);
    }

    /** Whether the path is this one after one segment that can be a key. */
    boolean isKeyedPath(String path) {
        return KeyedPath.matches(bytes, pathFrom, pathTo, path);
    }

    /** The segment before the last one; only when {@link #isKeyedPath}. */
    String key(String path) {
        return KeyedPath.key(bytes, pathFrom, pathTo, path);
    }

    /** The first byte of the query, in the array given last. */
    int queryFrom() {
        return queryFrom;
    }

    /** The first byte after the query. */
    int queryTo() {
        return queryTo;
    }
}
