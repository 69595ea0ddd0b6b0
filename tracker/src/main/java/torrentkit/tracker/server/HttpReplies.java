package torrentkit.tracker.server;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Heads of HTTP answers. They are constants but for the length of the body, whose place is kept free and filled in when the body
 * has been written behind it: nothing is measured or copied twice.
 */
final class HttpReplies {
    private static final byte[] STAY = head("");
    private static final byte[] STAY10 = head("Connection: keep-alive\r\n");
    private static final byte[] CLOSE = head("Connection: close\r\n");
    /** The last of the five places for the length, from the start of the head. */
    private static final int LENGTH_END = lengthEnd(STAY);

    /** Bytes that hold any head. */
    static final int MAX_HEAD = CLOSE.length + STAY10.length;

    private HttpReplies() {}

    private static byte[] head(String connection) {
        return ("HTTP/1.1 200 OK\r\nContent-Length:      0\r\nContent-Type: text/plain\r\n" + connection + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static int lengthEnd(byte[] head) {
        return new String(head, StandardCharsets.US_ASCII).indexOf("0\r\nContent-Type");
    }

    /** Appends the head of a good answer; returns where it begins, for {@link #finish}. */
    static int begin(ByteBuf out, boolean keepAlive, boolean http10) {
        int start = out.writerIndex();
        out.writeBytes(keepAlive ? http10 ? STAY10 : STAY : CLOSE);
        return start;
    }

    /** Fills in the length of the body, which ends where the buffer ends; a body of an answer to HEAD is taken away again. */
    static void finish(ByteBuf out, int start, int bodyStart, boolean headOnly) {
        int length = out.writerIndex() - bodyStart;
        for (int at = start + LENGTH_END, rest = length; rest > 0; rest /= 10, at--) {
            out.setByte(at, '0' + rest % 10);
        }
        if (headOnly) {
            out.writerIndex(bodyStart);
        }
    }

    /** A whole answer that says only what was wrong. */
    static byte[] error(int status, boolean keepAlive, boolean headOnly) {
        String reason = switch (status) {
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 431 -> "Request Header Fields Too Large";
            case 505 -> "HTTP Version Not Supported";
            default -> "Error";
        };
        String body = reason + "\n";
        return ("HTTP/1.1 " + status + " " + reason + "\r\nContent-Length: " + body.length()
                        + "\r\nContent-Type: text/plain\r\n"
                        + (status == 405 ? "Allow: GET, HEAD\r\n" : "")
                        + (keepAlive ? "" : "Connection: close\r\n")
                        + "\r\n"
                        + (headOnly ? "" : body))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
