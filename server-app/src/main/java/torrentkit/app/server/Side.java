package torrentkit.app.server;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The three sides of the server, each of which stands on those before it, with the settings that a side must be opened anew for.
 * All other settings are changed while everything goes on.
 */
enum Side {
    PEERS(
            "torrent-server.tracker-port",
            "torrent-server.tracker-host",
            "torrent-server.tracker-ssl-port",
            "torrent-server.tracker-open",
            "torrent-server.peer-port",
            "torrent-server.peer-host"),
    CONTENT(
            "torrent-server.file-source",
            "torrent-server.state-dir",
            "torrent-server.private",
            "torrent-server.piece-length",
            "torrent-server.hashing-jobs",
            "torrent-server.hashing-queue",
            "torrent-server.hashing-threads",
            "torrent-server.hashing-rate",
            "torrent-server.rescan-interval"),
    WEB(
            "webserver.host",
            "webserver.port",
            "webserver.ssl-host",
            "webserver.ssl-port",
            "torrent-server.announce-host",
            "web-router-service.puppetlabs.torrent-server-web-service/torrent-web-service",
            "torrent-server.web-seed");

    private final Set<String> settings;

    Side(String... settings) {
        this.settings = Set.of(settings);
    }

    /** The first side that must be opened anew when these settings change, and with it those after it. */
    static Optional<Side> toReopenFor(Collection<String> changed) {
        return Arrays.stream(values())
                .filter(side -> changed.stream().anyMatch(side.settings::contains))
                .findFirst();
    }

    /** Those of the settings for which some side must be opened anew. */
    static List<String> fixed(Collection<String> changed) {
        return changed.stream()
                .filter(setting -> toReopenFor(List.of(setting)).isPresent())
                .sorted()
                .collect(Collectors.toList());
    }

    /** Whether this one stands on the other, or is it. */
    boolean standsOn(Side other) {
        return compareTo(other) >= 0;
    }

    Set<String> settings() {
        return settings;
    }
}
