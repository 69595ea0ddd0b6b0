package torrentkit.app.server.http;

import java.time.Duration;
import torrentkit.app.server.config.WebSettings;

/**
 * What one HTTP client may take of the server, and all of them together.
 *
 * @param requestLineBytes longest request line
 * @param headerBytes all header fields of a request together
 * @param headerTime from the first byte of a request to the end of its header; also for the handshake of TLS
 * @param idleTime a connection on which nothing moves this long is closed, unless it waits for an answer of ours
 * @param stallTime a client that takes nothing of its answer this long is given up, however long it may be idle
 * @param connections at the same time
 * @param connectionsPerAddress of those; this machine's own addresses are exempt, and an IPv6 network of 64 bits is one address
 * @param pipelined requests of a connection that are taken in before the first of them is answered; more stay in the socket
 * @param answerBytes of answers in memory that wait for their clients to take them, all connections together
 */
public record HttpLimits(
        int requestLineBytes,
        int headerBytes,
        Duration headerTime,
        Duration idleTime,
        Duration stallTime,
        int connections,
        int connectionsPerAddress,
        int pipelined,
        long answerBytes) {
    public static HttpLimits defaults() {
        return new HttpLimits(
                4 << 10,
                8 << 10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                4_000,
                256,
                16,
                Runtime.getRuntime().maxMemory() / 4);
    }

    /** The defaults but for what is set. */
    public static HttpLimits of(WebSettings settings) {
        HttpLimits defaults = defaults();
        return new HttpLimits(
                defaults.requestLineBytes,
                settings.headerBytes(),
                defaults.headerTime,
                settings.idleTimeout(),
                defaults.stallTime,
                settings.maxConnections(),
                settings.maxConnectionsPerAddress(),
                defaults.pipelined,
                defaults.answerBytes);
    }

    public HttpLimits withHeaderTime(Duration time) {
        return new HttpLimits(
                requestLineBytes,
                headerBytes,
                time,
                idleTime,
                stallTime,
                connections,
                connectionsPerAddress,
                pipelined,
                answerBytes);
    }

    public HttpLimits withIdleTime(Duration idle, Duration stall) {
        return new HttpLimits(
                requestLineBytes,
                headerBytes,
                headerTime,
                idle,
                stall,
                connections,
                connectionsPerAddress,
                pipelined,
                answerBytes);
    }

    public HttpLimits withConnections(int total) {
        return new HttpLimits(
                requestLineBytes,
                headerBytes,
                headerTime,
                idleTime,
                stallTime,
                total,
                connectionsPerAddress,
                pipelined,
                answerBytes);
    }

    public HttpLimits withAnswerBytes(long bytes) {
        return new HttpLimits(
                requestLineBytes,
                headerBytes,
                headerTime,
                idleTime,
                stallTime,
                connections,
                connectionsPerAddress,
                pipelined,
                bytes);
    }
}
