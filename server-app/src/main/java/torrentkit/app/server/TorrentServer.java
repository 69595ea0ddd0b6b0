package torrentkit.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.FileSource;
import torrentkit.app.server.catalogue.HashingQueue;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.catalogue.Seeds;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.http.Gate;
import torrentkit.app.server.http.HttpFrontEnd;
import torrentkit.app.server.http.HttpLimits;
import torrentkit.app.server.http.HttpRoutes;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.torrents.AnnounceUrls;
import torrentkit.app.server.torrents.TorrentRoute;
import torrentkit.app.server.torrents.UsageRoute;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.StorageExecutor;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

/**
 * Everything that runs: tracker, seed, catalogue and HTTP, opened in this order so that whoever reaches the HTTP port finds the
 * rest ready, and closed in the reverse one.
 */
final class TorrentServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TorrentServer.class);
    private static final int FIRST_PEER_PORT = 6881;
    private static final int LAST_PEER_PORT = 6889;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>(); // the last one first
    private final Path root;
    private final int trackerPort;
    private final int peerPort;
    private final InetSocketAddress webAddress;

    private TorrentServer(ServerConfig config) throws IOException {
        FileSource source = FileSource.of(config.content().fileSource());
        root = source.root();
        try {
            Seeder seeder = keep(seeder(config));
            peerPort = seeder.port();
            Tracker tracker = keep(tracker(config));
            trackerPort = tracker.port();
            StorageExecutor hashingThreads = keep(StorageExecutor.sizedByCores());
            Seeds seeds = new Seeds(seeder, tracker, seedAddress(config));
            Catalogue catalogue = keep(new Catalogue(
                    source,
                    hashing(config, hashingThreads),
                    new HashingQueue(
                            config.content().hashingJobs(), config.content().hashingQueue()),
                    seeds));
            AnnounceUrls announceUrls = new AnnounceUrls(
                    config.tracker().announceHost(),
                    listenAddress(config.tracker().host(), trackerPort),
                    AnnounceUrls::ofThisMachine);
            LookupThreads lookups = keep(new LookupThreads());
            String prefix = config.web().urlPrefix();
            List<String> torrentPath =
                    prefix.isEmpty() ? List.of() : List.of(prefix.substring(1).split("/"));
            HttpRoutes routes = HttpRoutes.none().with(torrentPath, new TorrentRoute(catalogue, lookups, announceUrls));
            if (!torrentPath.isEmpty()) {
                routes = routes.with(List.of(), new UsageRoute(prefix));
            }
            HttpFrontEnd http = keep(HttpFrontEnd.open(
                    new InetSocketAddress(
                            config.web().host(), config.web().port().orElse(0)),
                    routes,
                    Gate.OPEN,
                    HttpLimits.defaults()));
            webAddress = http.address();
            Rehearsal.start(hashingThreads, announceUrls, webAddress.getAddress());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Starts serving.
     *
     * @throws ListenException if a port cannot be had
     * @throws IOException if the directory cannot be read
     */
    static TorrentServer open(ServerConfig config) throws IOException {
        return new TorrentServer(config);
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    private static Catalogue.Hashing hashing(ServerConfig config, StorageExecutor threads) {
        ContentHasher hasher = new ContentHasher(threads);
        MetainfoOptions options = MetainfoOptions.defaults()
                .withPrivate(config.content().privateTorrents())
                .withPieceLength(config.content().pieceLength().orElse(0));
        return (content, name) -> hasher.hash(content, options.withName(name), hashedBytes -> {});
    }

    private static Tracker tracker(ServerConfig config) {
        InetSocketAddress address =
                listenAddress(config.tracker().host(), config.tracker().port());
        ListenException.refuseUnresolved("the tracker", address);
        try {
            return Tracker.open(TrackerConfig.defaults()
                    .withListen(address)
                    .withOpen(config.tracker().open()));
        } catch (UncheckedIOException e) {
            throw new ListenException("the tracker", address, e);
        }
    }

    private static Seeder seeder(ServerConfig config) {
        ListenException.refuseUnresolved("the seed", listenAddress(config.seed().host(), 0));
        if (config.seed().port().isPresent()) {
            InetSocketAddress address =
                    listenAddress(config.seed().host(), config.seed().port().getAsInt());
            try {
                return seeder(config, address);
            } catch (IOException e) {
                throw new ListenException("the seed", address, e);
            }
        }
        IOException last = null;
        for (int port = FIRST_PEER_PORT; port <= LAST_PEER_PORT; port++) {
            try {
                return seeder(config, listenAddress(config.seed().host(), port));
            } catch (IOException e) {
                last = e;
            }
        }
        throw new ListenException(
                "the seed, having tried every port from " + FIRST_PEER_PORT + ",",
                listenAddress(config.seed().host(), LAST_PEER_PORT),
                last);
    }

    private static Seeder seeder(ServerConfig config, InetSocketAddress address) throws IOException {
        PeerNetworkConfig defaults = PeerNetworkConfig.defaults();
        return Seeder.open(SeederConfig.defaults()
                .withNetwork(defaults.withListen(address)
                        .withMaxConnections(
                                config.seed().maxPeers(),
                                config.seed().maxPeersPerTorrent(),
                                config.seed().maxPeersPerAddress()))
                .withUploadSlots(config.seed().uploadSlots()));
    }

    private static InetSocketAddress listenAddress(Optional<String> host, int port) {
        return host.map(name -> new InetSocketAddress(name, port)).orElseGet(() -> new InetSocketAddress(port));
    }

    /** Whoever says under which name clients reach this machine means the seed as well as the tracker. */
    private static Optional<InetAddress> seedAddress(ServerConfig config) {
        return config.tracker().announceHost().flatMap(host -> {
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

    /** The directory that is served. */
    Path root() {
        return root;
    }

    /** Where torrents are asked for. */
    InetSocketAddress webAddress() {
        return webAddress;
    }

    int trackerPort() {
        return trackerPort;
    }

    int peerPort() {
        return peerPort;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("not everything could be closed: {}", e.toString());
            }
        }
    }
}
