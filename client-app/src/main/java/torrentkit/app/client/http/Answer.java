package torrentkit.app.client.http;

import java.nio.charset.StandardCharsets;

/**
 * What a request is answered with.
 *
 * @param status of HTTP
 * @param body not to be changed any more
 */
public record Answer(int status, String contentType, byte[] body) {
    public static Answer ok(String contentType, byte[] body) {
        return new Answer(200, contentType, body);
    }

    /** A sentence for whoever asked. */
    static Answer sentence(int status, String sentence) {
        return new Answer(status, "text/plain; charset=utf-8", (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
