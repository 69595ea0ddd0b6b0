package torrentkit.app.server.http;

import java.time.Duration;

/**
 * What one HTTP client may take of the server.
 *
 * @param requestLineBytes longest request line
 * @param headerBytes all header fields of a request together
 * @param headerTime from the first byte of a request to the end of its header
 * @param idleTime a connection on which nothing moves this long is closed, unless it waits for an answer of ours
 * @param connections at the same time
 * @param pipelined requests of a connection that are taken in before the first of them is answered; more stay in the socket
 */
public record HttpLimits(
        int requestLineBytes, int headerBytes, Duration headerTime, Duration idleTime, int connections, int pipelined) {
    public static HttpLimits defaults() {
        return new HttpLimits(4 << 10, 8 << 10, Duration.ofSeconds(10), Duration.ofSeconds(60), 4_000, 16);
    }
}
