package torrentkit.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.SeedSettings;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.config.TrackerSettings;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.tls.TlsContexts;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

/** What peers talk to: the seed and the tracker. */
final class PeerSide implements AutoCloseable, Reloadable {
    private static final int FIRST_PEER_PORT = 6881;
    private static final int LAST_PEER_PORT = 6889;

    private final OpenParts parts = new OpenParts();
    private final Optional<TlsContexts> tls;
    private final Seeder seeder;
    private final Tracker tracker;

    /** @throws ListenException if a port cannot be had */
    PeerSide(ServerConfig config) {
        try {
            tls = config.web().tls().map(settings -> parts.tell(TlsContexts.read(settings)));
            seeder = parts.keep(seeder(config.seed()));
            parts.tell(new SeedLimits(seeder));
            tracker = parts.keep(tracker(config.tracker(), tls));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static Tracker tracker(TrackerSettings settings, Optional<TlsContexts> tls) {
        InetSocketAddress address = listenAddress(settings.host(), settings.port());
        ListenException.refuseUnresolved("the tracker", address);
        TrackerConfig config = TrackerConfig.defaults().withListen(address).withOpen(settings.open());
        if (settings.tlsPort().isPresent()) {
            config = config.withTls(
                    listenAddress(settings.host(), settings.tlsPort().getAsInt()),
                    tls.orElseThrow().tracker());
        }
        try {
            return Tracker.open(config);
        } catch (UncheckedIOException e) {
            throw new ListenException("the tracker", address, e);
        }
    }

    private static Seeder seeder(SeedSettings settings) {
        ListenException.refuseUnresolved("the seed", listenAddress(settings.host(), 0));
        if (settings.port().isPresent()) {
            InetSocketAddress address =
                    listenAddress(settings.host(), settings.port().getAsInt());
            try {
                return seeder(settings, address);
            } catch (IOException e) {
                throw new ListenException("the seed", address, e);
            }
        }
        IOException last = null;
        for (int port = FIRST_PEER_PORT; port <= LAST_PEER_PORT; port++) {
            try {
                return seeder(settings, listenAddress(settings.host(), port));
            } catch (IOException e) {
                last = e;
            }
        }
        throw new ListenException(
                "the seed, having tried every port from " + FIRST_PEER_PORT + ",",
                listenAddress(settings.host(), LAST_PEER_PORT),
                last);
    }

    private static Seeder seeder(SeedSettings settings, InetSocketAddress address) throws IOException {
        return Seeder.open(SeederConfig.defaults()
                .withNetwork(PeerNetworkConfig.defaults().withListen(address))
                .withLimits(SeedLimits.of(settings)));
    }

    static InetSocketAddress listenAddress(Optional<String> host, int port) {
        return host.map(name -> new InetSocketAddress(name, port)).orElseGet(() -> new InetSocketAddress(port));
    }

    /** The certificate of the tracker and the web server; empty when neither speaks TLS. */
    Optional<TlsContexts> tls() {
        return tls;
    }

    Seeder seeder() {
        return seeder;
    }

    Tracker tracker() {
        return tracker;
    }

    @Override
    public Runnable prepare(ServerConfig settings) {
        return parts.prepare(settings);
    }

    /** The running state as nested data, for a person. */
    Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("tracker", Inventory.of(tracker));
        context.put("seed", Inventory.of(seeder));
        return context;
    }

    @Override
    public void close() {
        parts.close();
    }
}
