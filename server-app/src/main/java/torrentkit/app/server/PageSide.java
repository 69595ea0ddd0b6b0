package torrentkit.app.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import torrentkit.app.server.api.ApiRoute;
import torrentkit.app.server.api.CatalogueViews;
import torrentkit.app.server.api.Links;
import torrentkit.app.server.api.ServedSwarms;
import torrentkit.app.server.api.ServerStatus;
import torrentkit.app.server.api.StatusReport;
import torrentkit.app.server.api.Views;
import torrentkit.app.server.health.Readiness;
import torrentkit.app.server.http.HttpFrontEnd;
import torrentkit.app.server.http.HttpRoutes;
import torrentkit.app.server.origin.OriginTraffic;
import torrentkit.app.server.page.AssetsRoute;
import torrentkit.app.server.page.PageRoute;

/** What people and their programs see of the server: the API and the page. */
final class PageSide {
    private final PeerSide peers;
    private final ContentSide content;
    private final OriginTraffic files;
    private final Readiness readiness;
    private final Supplier<HttpFrontEnd> http;

    /** @param http asked once requests come */
    PageSide(
            PeerSide peers,
            ContentSide content,
            OriginTraffic files,
            Readiness readiness,
            Supplier<HttpFrontEnd> http) {
        this.peers = peers;
        this.content = content;
        this.files = files;
        this.readiness = readiness;
        this.http = http;
    }

    /** The same routes and those of the API; those of the page too, unless torrents take the root of all paths. */
    HttpRoutes on(HttpRoutes routes, String torrentPrefix) {
        Views views = views(torrentPrefix);
        HttpRoutes more = routes.with(List.of("api", "v1"), new ApiRoute(views, content.lookups()));
        return torrentPrefix.isEmpty()
                ? more
                : more.with(List.of(), new PageRoute(views, content.lookups()))
                        .with(List.of("assets"), new AssetsRoute());
    }

    private Views views(String torrentPrefix) {
        CatalogueViews catalogue = new CatalogueViews(content.catalogue(), peers.seeder(), peers.protection()::sees);
        return new Views(
                catalogue,
                catalogue,
                new ServedSwarms(peers.seeder(), peers.tracker(), files::sentBytes),
                catalogue,
                new StatusReport(
                        ServerApp.versionNumber(),
                        readiness,
                        this::ports,
                        content.catalogue(),
                        peers.seeder(),
                        peers.tracker(),
                        files::sentBytes),
                new Links(torrentPrefix));
    }

    private ServerStatus.Ports ports() {
        return new ServerStatus.Ports(
                port(http.get().plainAddress()),
                port(http.get().secureAddress()),
                OptionalInt.of(peers.tracker().port()),
                peers.tracker().tlsPort(),
                OptionalInt.of(peers.seeder().port()));
    }

    private static OptionalInt port(Optional<InetSocketAddress> address) {
        return address.isPresent() ? OptionalInt.of(address.get().getPort()) : OptionalInt.empty();
    }
}
