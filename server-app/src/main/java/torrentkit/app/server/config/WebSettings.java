package torrentkit.app.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The HTTP side.
 *
 * @param host address or name
 * @param port of plain HTTP, 0 for any free one; empty for none
 * @param tls empty for no HTTPS
 * @param urlPrefix of torrents; starts with a slash and does not end in one; or empty
 * @param accessLog a file, or {@code -} for the program's log
 */
public record WebSettings(
        String host,
        OptionalInt port,
        Optional<TlsSettings> tls,
        String urlPrefix,
        Duration idleTimeout,
        int headerBytes,
        Duration shutdownTimeout,
        int maxConnections,
        int maxConnectionsPerAddress,
        Optional<String> accessLog) {}
