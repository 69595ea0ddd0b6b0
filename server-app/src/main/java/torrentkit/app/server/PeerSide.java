package torrentkit.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.authorization.Authorizer;
import torrentkit.app.server.authorization.ProtectedTorrents;
import torrentkit.app.server.authorization.TorrentPaths;
import torrentkit.app.server.authorization.Visibility;
import torrentkit.app.server.catalogue.CurrentCatalogue;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.SeedSettings;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.config.TrackerSettings;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.tls.TlsContexts;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.seeder.PeerGate;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.tracker.server.TorrentAccess;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

/** What peers talk to: the seed and the tracker. */
final class PeerSide implements AutoCloseable, Reloadable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSide.class);
    private static final int FIRST_PEER_PORT = 6881;
    private static final int LAST_PEER_PORT = 6889;

    private final OpenParts parts = new OpenParts();
    private final TlsContexts tls;
    private final Seeder seeder;
    private final Tracker tracker;
    private final CurrentCatalogue served = new CurrentCatalogue();
    private final Authorizer authorizer;
    private final Visibility visibility;
    private final ProtectedTorrents protection;

    /** @throws ListenException if a port cannot be had */
    PeerSide(ServerConfig config) {
        try {
            tls = parts.tell(TlsContexts.read(config.web().tls()));
            authorizer = parts.keep(Authorizer.open(config.authorization()));
            visibility = new Visibility(authorizer, config.web().urlPrefix());
            protection = parts.keep(new ProtectedTorrents(
                    authorizer,
                    visibility,
                    new ServedPaths(served),
                    config.tracker().announceKeyLifetime(),
                    TrackerConfig.defaults().maxInterval()));
            parts.tell(this::prepareRules);
            seeder = parts.keep(seeder(config.seed(), protection));
            seeder.exempt(config.seed().exempt());
            parts.tell(new SeedLimits(seeder));
            tracker = parts.keep(tracker(config.tracker(), tls, protection));
            tracker.localSeed(seeder.peerId(), seeder.port(), seedAddress(config.tracker()));
            parts.tell(this::prepareSeedAddress);
            parts.tell(settings -> () -> tracker.zones(settings.tracker().zones()));
            seeder.serve(served);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Runnable prepareRules(ServerConfig settings) {
        Runnable rules = authorizer.prepare(settings.authorization());
        return () -> {
            rules.run();
            protection.keyLifetime(settings.tracker().announceKeyLifetime());
        };
    }

    /** What is served, for those who ask where it lies. */
    private record ServedPaths(CurrentCatalogue served) implements TorrentPaths {
        @Override
        public boolean offers(InfoHash infoHash) {
            return served.offers(infoHash);
        }

        @Override
        public List<List<String>> paths(InfoHash infoHash) {
            return served.paths(infoHash);
        }

        @Override
        public boolean arePathsComplete() {
            return served.arePathsComplete();
        }

        @Override
        public Optional<List<List<String>>> files(InfoHash infoHash) {
            return served.load(infoHash).map(Content::metainfo).map(ProtectedTorrents::files);
        }
    }

    private static Tracker tracker(TrackerSettings settings, TlsContexts tls, TorrentAccess access) {
        InetSocketAddress address = listenAddress(settings.host(), settings.port());
        ListenException.refuseUnresolved("the tracker", address);
        TrackerConfig config = TrackerConfig.defaults()
                .withListen(address)
                .withOpen(settings.open())
                .withZones(settings.zones());
        if (settings.tlsPort().isPresent()) {
            config = config.withTls(
                    listenAddress(settings.host(), settings.tlsPort().getAsInt()), tls.tracker());
        }
        try {
            return Tracker.open(config, access);
        } catch (UncheckedIOException e) {
            throw new ListenException("the tracker", address, e);
        }
    }

    private static Seeder seeder(SeedSettings settings, PeerGate gate) {
        ListenException.refuseUnresolved("the seed", listenAddress(settings.host(), 0));
        if (settings.port().isPresent()) {
            InetSocketAddress address =
                    listenAddress(settings.host(), settings.port().getAsInt());
            try {
                return seeder(settings, gate, address);
            } catch (IOException e) {
                throw new ListenException("the seed", address, e);
            }
        }
        IOException last = null;
        for (int port = FIRST_PEER_PORT; port <= LAST_PEER_PORT; port++) {
            try {
                return seeder(settings, gate, listenAddress(settings.host(), port));
            } catch (IOException e) {
                last = e;
            }
        }
        throw new ListenException(
                "the seed, having tried every port from " + FIRST_PEER_PORT + ",",
                listenAddress(settings.host(), LAST_PEER_PORT),
                last);
    }

    private static Seeder seeder(SeedSettings settings, PeerGate gate, InetSocketAddress address) throws IOException {
        return Seeder.open(SeederConfig.defaults()
                .withNetwork(PeerNetworkConfig.defaults().withListen(address))
                .withLimits(SeedLimits.of(settings))
                .withGate(gate));
    }

    private Runnable prepareSeedAddress(ServerConfig settings) {
        Optional<InetAddress> address = seedAddress(settings.tracker());
        return () -> tracker.localSeed(seeder.peerId(), seeder.port(), address);
    }

    /** Whoever says under which name clients reach this machine means the seed as well as the tracker. */
    private static Optional<InetAddress> seedAddress(TrackerSettings settings) {
        return settings.announceHost().flatMap(host -> {
            try {
                return Optional.of(InetAddress.getByName(host));
            } catch (UnknownHostException e) {
                LOG.warn(
                        "announce-host {} has no address here; peers are told the one at which they reach the tracker",
                        host);
                return Optional.empty();
            }
        });
    }

    static InetSocketAddress listenAddress(Optional<String> host, int port) {
        return host.map(name -> new InetSocketAddress(name, port)).orElseGet(() -> new InetSocketAddress(port));
    }

    /** The certificate of the tracker and the web server. */
    TlsContexts tls() {
        return tls;
    }

    /** What the seed and the tracker ask for the torrents that they serve; whoever opens a catalogue sets it here. */
    CurrentCatalogue served() {
        return served;
    }

    /** Serves nothing until another catalogue is set, and lets nobody go on with what was. */
    void giveUpServed() {
        served.set(Optional.empty());
        seeder.loaded().forEach(SeededTorrent::withdraw);
    }

    /** Who may do what. */
    Authorizer authorizer() {
        return authorizer;
    }

    /** Which paths exist for whom. */
    Visibility visibility() {
        return visibility;
    }

    /** The rules where peers come in. */
    ProtectedTorrents protection() {
        return protection;
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
