package torrentkit.app.server.origin;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import torrentkit.app.server.catalogue.FileSource;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.http.Admission;
import torrentkit.app.server.http.Gate;
import torrentkit.app.server.http.HttpFrontEnd;
import torrentkit.app.server.http.HttpLimits;
import torrentkit.app.server.http.HttpListeners;
import torrentkit.app.server.http.HttpRoutes;
import torrentkit.app.server.http.RawHttp;
import torrentkit.app.server.http.Viewer;
import torrentkit.peer.RateLimit;

/** The files of a directory below {@code /file}, over plain HTTP and, if wanted, HTTPS. */
final class OriginServer implements AutoCloseable {
    private final LookupThreads lookups = new LookupThreads();
    private final FileRoute route;
    private final HttpFrontEnd front;

    OriginServer(Path root) throws IOException {
        this(root, (address, names) -> false);
    }

    /** @param supply what peers give whom */
    OriginServer(Path root, PeersFirst.Supply supply) throws IOException {
        this(root, RateLimit.unlimited(), Viewer.ALL, Optional.empty(), supply);
    }

    OriginServer(Path root, RateLimit limit, Viewer viewer, Optional<SslContext> tls) throws IOException {
        this(root, limit, viewer, tls, (address, names) -> false);
    }

    private OriginServer(Path root, RateLimit limit, Viewer viewer, Optional<SslContext> tls, PeersFirst.Supply supply)
            throws IOException {
        route = new FileRoute(FileSource.of(root), lookups, limit, new PeersFirst(supply));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Gate gate = request -> CompletableFuture.completedFuture(new Admission.Admitted(request.withViewer(viewer)));
        front = HttpFrontEnd.open(
                tls.isPresent()
                        ? new HttpListeners(
                                Optional.empty(), Optional.of(new HttpListeners.Secure(anyPort, tls::orElseThrow)))
                        : HttpListeners.plain(anyPort),
                HttpRoutes.none().with(List.of("file"), route),
                gate,
                HttpLimits.defaults());
    }

    InetSocketAddress address() {
        return front.address();
    }

    RawHttp connect() throws IOException {
        return new RawHttp(address());
    }

    OriginTraffic traffic() {
        return route.traffic();
    }

    /** How many handles of this process lead to the file; files that are gone do not count. */
    static long handlesOf(Path file) throws IOException {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.filter(handle -> leadsTo(handle, file)).count();
        }
    }

    private static boolean leadsTo(Path handle, Path file) {
        try {
            return Files.readSymbolicLink(handle).equals(file);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Override
    public void close() {
        front.close();
        route.close();
        lookups.close();
    }
}
