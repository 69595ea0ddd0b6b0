package torrentkit.app.server.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The step from a request as it was sent to one that can be decided about. */
final class RequestTarget {
    private static final int MAX_PARAMETERS = 64;

    private RequestTarget() {}

    /** @return empty when the target is not a path, or its path or query cannot be decoded in one way only */
    static Optional<WebRequest> parse(HttpRequest request, Channel channel) {
        Optional<String> path = RequestPath.ofTarget(request.uri());
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String below = path.get().substring(1);
        Optional<List<String>> names = below.isEmpty() ? Optional.of(List.of()) : RequestPath.names(below);
        Optional<Map<String, List<String>>> query = query(request.uri());
        if (names.isEmpty() || query.isEmpty()) {
            return Optional.empty();
        }
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return Optional.of(new WebRequest(
                request.method(),
                names.get(),
                below.isEmpty()
                        || below.endsWith("/")
                        || below.toLowerCase(Locale.ROOT).endsWith("%2f"),
                query.get(),
                request.headers(),
                (InetSocketAddress) channel.localAddress(),
                (InetSocketAddress) channel.remoteAddress(),
                tls != null,
                clientCertificates(tls),
                Optional.empty(),
                Viewer.ALL));
    }

    private static Optional<List<X509Certificate>> clientCertificates(SslHandler tls) {
        if (tls == null) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : tls.engine().getSession().getPeerCertificates()) {
                chain.add((X509Certificate) certificate); // TLS of the JDK has no other kind
            }
            return Optional.of(List.copyOf(chain));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // the client has shown none
        }
    }

    private static Optional<Map<String, List<String>>> query(String target) {
        int fragment = target.indexOf('#');
        String whole = fragment < 0 ? target : target.substring(0, fragment);
        int start = whole.indexOf('?');
        if (start < 0) {
            return Optional.of(Map.of());
        }
        try {
            return Optional.of(QueryStringDecoder.builder()
                    .hasPath(false)
                    .maxParams(MAX_PARAMETERS)
                    .semicolonIsNormalChar(true)
                    .build(whole.substring(start + 1))
                    .parameters());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
