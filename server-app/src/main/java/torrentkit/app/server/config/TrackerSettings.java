package torrentkit.app.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The embedded tracker, and what torrents say about where it is.
 *
 * @param host address or name to listen on; empty for every interface
 * @param tlsPort empty for no HTTPS
 * @param announceHost a name, an IPv4 address or a bare IPv6 address, as a client is told it
 */
public record TrackerSettings(
        Optional<String> host,
        int port,
        OptionalInt tlsPort,
        boolean open,
        Optional<String> announceHost,
        Duration announceKeyLifetime) {}
