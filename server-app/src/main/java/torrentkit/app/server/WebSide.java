package torrentkit.app.server;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import torrentkit.app.server.authorization.RuleGate;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.health.HealthRoutes;
import torrentkit.app.server.health.Readiness;
import torrentkit.app.server.http.HttpFrontEnd;
import torrentkit.app.server.http.HttpLimits;
import torrentkit.app.server.http.HttpListeners;
import torrentkit.app.server.http.HttpRoutes;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.metrics.LoopLag;
import torrentkit.app.server.metrics.Metrics;
import torrentkit.app.server.metrics.MetricsRoute;
import torrentkit.app.server.metrics.ProcessMetrics;
import torrentkit.app.server.metrics.ServerMetrics;
import torrentkit.app.server.origin.FileRoute;
import torrentkit.app.server.origin.OriginTraffic;
import torrentkit.app.server.origin.PeersFirst;
import torrentkit.app.server.torrents.MagnetRoute;
import torrentkit.app.server.torrents.Meta4Route;
import torrentkit.app.server.torrents.PublicUrls;
import torrentkit.app.server.torrents.TorrentLinks;
import torrentkit.app.server.torrents.TorrentLookup;
import torrentkit.app.server.torrents.TorrentRoute;
import torrentkit.metainfo.InfoHash;

/** What is asked over HTTP: the routes, and the connections that lead to them. */
final class WebSide implements AutoCloseable, Reloadable {
    private final OpenParts parts = new OpenParts();
    private final ServerConfig config;
    private final PeerSide peers;
    private final ContentSide content;
    private final PublicUrls urls;
    private final FileRoute files;
    private final Metrics metrics = new Metrics();
    private final HttpFrontEnd http;

    /** @throws ListenException if a port cannot be had */
    WebSide(ServerConfig config, PeerSide peers, ContentSide content, Readiness readiness) {
        this.config = config;
        this.peers = peers;
        this.content = content;
        try {
            peers.visibility().moveTo(config.web().urlPrefix());
            urls = urls(config, peers);
            files = parts.keep(new FileRoute(
                    content.source(), content.lookups(), peers.seeder().uploadLimit(), new PeersFirst(this::reaches)));
            CurrentAccessLog accessLog =
                    parts.keep(new CurrentAccessLog(config.web().accessLog()));
            http = parts.keep(HttpFrontEnd.open(
                    HttpListeners.of(config.web(), Optional.of(peers.tls().web())),
                    HealthRoutes.on(routes(readiness), readiness),
                    new RuleGate(peers.authorizer(), peers.visibility()),
                    HttpLimits.of(config.web())));
            http.shutdownTime(config.web().shutdownTimeout());
            accessLog.follow(http);
            parts.tell(accessLog);
            parts.tell(this::renew);
            figures();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static PublicUrls urls(ServerConfig config, PeerSide peers) {
        return new PublicUrls(
                config.tracker().announceHost(),
                new PublicUrls.Listening(
                        PeerSide.listenAddress(
                                config.tracker().host(), peers.tracker().port()),
                        peers.tracker().tlsPort(),
                        isEverywhere(config.web().host()),
                        config.web()
                                .tls()
                                .filter(tls -> isEverywhere(tls.host()))
                                .isPresent()),
                PublicUrls::ofThisMachine);
    }

    private static boolean isEverywhere(String host) {
        InetSocketAddress address = new InetSocketAddress(host, 0);
        return !address.isUnresolved() && address.getAddress().isAnyLocalAddress();
    }

    /** Of several clients behind one address some may be reached and others not: whoever announced has to be among the former. */
    private boolean reaches(InetAddress address, List<String> names) {
        int reached = 0;
        for (InfoHash infoHash : content.catalogue().torrentsWith(names)) {
            int thriving = peers.seeder()
                    .find(infoHash)
                    .map(torrent -> torrent.thriving(address))
                    .orElse(0);
            if (thriving < peers.tracker().leechers(infoHash, address)) {
                return false;
            }
            reached += thriving;
        }
        return reached > 0;
    }

    private Runnable renew(ServerConfig settings) {
        return () -> {
            urls.announceHost(settings.tracker().announceHost());
            http.apply(HttpLimits.of(settings.web()));
            http.shutdownTime(settings.web().shutdownTimeout());
        };
    }

    private void figures() {
        ProcessMetrics.register(metrics);
        ServerMetrics.sent(metrics, peers.seeder(), files.traffic()::sentBytes);
        ServerMetrics.tracker(metrics, peers.tracker());
        ServerMetrics.catalogue(metrics, content.catalogue());
        ServerMetrics.http(metrics, http::counters);
        ServerMetrics.loops(
                metrics,
                Map.of(
                        "http", parts.keep(new LoopLag(http.loops())),
                        "peers", parts.keep(new LoopLag(peers.seeder().network().loops())),
                        "tracker", parts.keep(new LoopLag(peers.tracker().loops()))));
    }

    private HttpRoutes routes(Readiness readiness) {
        String prefix = config.web().urlPrefix();
        List<String> torrentPath =
                prefix.isEmpty() ? List.of() : List.of(prefix.substring(1).split("/"));
        TorrentLookup lookup = new TorrentLookup(content.catalogue(), content.lookups(), peers.protection());
        TorrentLinks links = new TorrentLinks(urls, prefix, config.content().webSeed());
        HttpRoutes routes = HttpRoutes.none()
                .with(torrentPath, new TorrentRoute(lookup, links))
                .with(List.of("magnet"), new MagnetRoute(lookup, links))
                .with(List.of("meta4"), new Meta4Route(lookup, links))
                .with(List.of("metrics"), new MetricsRoute(metrics, content.lookups()))
                .with(List.of("file"), files);
        return new PageSide(peers, content, files.traffic(), readiness, () -> http).on(routes, prefix);
    }

    /** Where torrents are asked for. */
    InetSocketAddress address() {
        return http.address();
    }

    /** Where the same is asked for over HTTPS. */
    Optional<InetSocketAddress> secureAddress() {
        return http.secureAddress();
    }

    /** Below which torrents are found, for somebody on this machine. */
    private String url() {
        InetSocketAddress listening = address();
        String host = listening.getAddress().isAnyLocalAddress()
                ? "localhost"
                : NetUtil.toAddressString(listening.getAddress());
        return (http.plainAddress().isPresent() ? "http://" : "https://")
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + listening.getPort()
                + config.web().urlPrefix() + "/";
    }

    PublicUrls urls() {
        return urls;
    }

    /** What was sent of files over HTTP. */
    OriginTraffic traffic() {
        return files.traffic();
    }

    @Override
    public Runnable prepare(ServerConfig settings) {
        return parts.prepare(settings);
    }

    /** The running state as nested data, for a person. */
    Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("host", address().getHostString());
        context.put("port", address().getPort());
        context.put("url", url());
        return context;
    }

    @Override
    public void close() {
        parts.close();
    }
}
