package torrentkit.app.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.tracker.swarm.Zones;

/**
 * The embedded tracker, and what torrents say about where it is.
 *
 * @param host address or name to listen on; empty for every interface
 * @param tlsPort empty for no HTTPS
 * @param zones which peers are near each other
 * @param announceHost a name, an IPv4 address or a bare IPv6 address, as a client is told it
 */
public record TrackerSettings(
        Optional<String> host,
        int port,
        OptionalInt tlsPort,
        boolean open,
        Zones zones,
        Optional<String> announceHost,
        Duration announceKeyLifetime) {}
