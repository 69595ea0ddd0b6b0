package torrentkit.tracker.client;

import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How trackers are asked.
 *
 * @param connectTimeout for each address of a tracker
 * @param requestTimeout for a whole announce or scrape: looking up the name, connecting, redirects and the answer
 * @param maxReplyBytes bytes of an HTTP body, and again after decompression
 * @param maxRedirects redirects followed for one request
 * @param userAgent how we present ourselves; printable ASCII
 * @param tls whom https trackers are trusted by, and with which certificate of our own; empty trusts whom the Java installation
 *     trusts. It must be made for clients, and check host names, as {@code SslContextBuilder.forClient()} does
 * @param bind the address of ours from which trackers are asked; empty leaves it to the routes
 */
public record TrackerClientConfig(
        Duration connectTimeout,
        Duration requestTimeout,
        int maxReplyBytes,
        int maxRedirects,
        String userAgent,
        Optional<SslContext> tls,
        Optional<InetAddress> bind) {
    /** 5 s to connect, 30 s in all, 2 MiB, 5 redirects. */
    public static TrackerClientConfig defaults() {
        return new TrackerClientConfig(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                2 << 20,
                5,
                "torrentkit/0.1",
                Optional.empty(),
                Optional.empty());
    }

    /** @throws IllegalArgumentException for a time or size that is not positive, or a user agent that could break a header, or TLS of a server */
    public TrackerClientConfig {
        if (connectTimeout.toMillis() < 1 || requestTimeout.toMillis() < 1 || maxReplyBytes < 1 || maxRedirects < 0) {
            throw new IllegalArgumentException("time-outs and sizes are positive");
        }
        if (!userAgent.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IllegalArgumentException("the user agent is printable ASCII");
        }
        if (tls.isPresent() && !tls.get().isClient()) {
            throw new IllegalArgumentException("trackers are asked with the TLS of a client, not of a server");
        }
    }

    /** The same with other time-outs. */
    public TrackerClientConfig withTimeouts(Duration connect, Duration request) {
        return new TrackerClientConfig(connect, request, maxReplyBytes, maxRedirects, userAgent, tls, bind);
    }

    /** The same with another name. */
    public TrackerClientConfig withUserAgent(String name) {
        return new TrackerClientConfig(connectTimeout, requestTimeout, maxReplyBytes, maxRedirects, name, tls, bind);
    }

    /** The same with other trust in https trackers. */
    public TrackerClientConfig withTls(SslContext context) {
        return new TrackerClientConfig(
                connectTimeout, requestTimeout, maxReplyBytes, maxRedirects, userAgent, Optional.of(context), bind);
    }

    /** The same from this address of ours. */
    public TrackerClientConfig withBind(InetAddress address) {
        return new TrackerClientConfig(
                connectTimeout, requestTimeout, maxReplyBytes, maxRedirects, userAgent, tls, Optional.of(address));
    }
}
