package torrentkit.app.server;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.health.HealthRoutes;
import torrentkit.app.server.health.Readiness;
import torrentkit.app.server.http.Gate;
import torrentkit.app.server.http.HttpFrontEnd;
import torrentkit.app.server.http.HttpLimits;
import torrentkit.app.server.http.HttpRoutes;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.origin.FileRoute;
import torrentkit.app.server.torrents.MagnetRoute;
import torrentkit.app.server.torrents.Meta4Route;
import torrentkit.app.server.torrents.PublicUrls;
import torrentkit.app.server.torrents.TorrentLinks;
import torrentkit.app.server.torrents.TorrentLookup;
import torrentkit.app.server.torrents.TorrentRoute;
import torrentkit.app.server.torrents.UsageRoute;

/** What is asked over HTTP: the routes, and the connections that lead to them. */
final class WebSide implements AutoCloseable, Reloadable {
    private final OpenParts parts = new OpenParts();
    private final ServerConfig config;
    private final PeerSide peers;
    private final ContentSide content;
    private final PublicUrls urls;
    private final FileRoute files;
    private final HttpFrontEnd http;

    /** @throws ListenException if a port cannot be had */
    WebSide(ServerConfig config, PeerSide peers, ContentSide content, Readiness readiness) {
        this.config = config;
        this.peers = peers;
        this.content = content;
        try {
            urls = urls(config, peers);
            files = parts.keep(new FileRoute(
                    content.source(), content.lookups(), peers.seeder().uploadLimit()));
            http = parts.keep(HttpFrontEnd.open(
                    new InetSocketAddress(
                            config.web().host(), config.web().port().orElse(0)),
                    HealthRoutes.on(routes(), readiness),
                    Gate.OPEN,
                    HttpLimits.defaults()));
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
                        OptionalInt.empty(),
                        isEverywhere(config.web().host()),
                        config.web().tls().filter(tls -> isEverywhere(tls.host())).isPresent()),
                PublicUrls::ofThisMachine);
    }

    private static boolean isEverywhere(String host) {
        InetSocketAddress address = new InetSocketAddress(host, 0);
        return !address.isUnresolved() && address.getAddress().isAnyLocalAddress();
    }

    private HttpRoutes routes() {
        String prefix = config.web().urlPrefix();
        List<String> torrentPath =
                prefix.isEmpty() ? List.of() : List.of(prefix.substring(1).split("/"));
        TorrentLookup lookup = new TorrentLookup(content.catalogue(), content.lookups());
        TorrentLinks links = new TorrentLinks(urls, prefix, config.content().webSeed());
        HttpRoutes routes = HttpRoutes.none()
                .with(torrentPath, new TorrentRoute(lookup, links))
                .with(List.of("magnet"), new MagnetRoute(lookup, links))
                .with(List.of("meta4"), new Meta4Route(lookup, links))
                .with(List.of("file"), files);
        return torrentPath.isEmpty() ? routes : routes.with(List.of(), new UsageRoute(prefix));
    }

    /** Where torrents are asked for. */
    InetSocketAddress address() {
        return http.address();
    }

    PublicUrls urls() {
        return urls;
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
        context.put("url-prefix", config.web().urlPrefix());
        return context;
    }

    @Override
    public void close() {
        parts.close();
    }
}
