package torrentkit.app.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request, parsed once: whoever decides about a path and whoever answers it look at the same names.
 *
 * @param path the decoded names of the path, without empty ones; empty for {@code /}
 * @param directory whether the path ended in a slash
 * @param query the decoded parameters in their order; each key with all its values
 * @param headers as they were sent
 * @param local the address of this machine that the request was sent to
 * @param remote where it came from
 * @param secure whether it came over TLS
 * @param clientCertificates which the client has shown and the server has verified on this connection, the client's own first;
 *     empty when it showed none
 * @param user the name under which the gate let the asker in; empty for nobody in particular
 * @param viewer what the asker may know of
 */
public record WebRequest(
        HttpMethod method,
        List<String> path,
        boolean directory,
        Map<String, List<String>> query,
        HttpHeaders headers,
        InetSocketAddress local,
        InetSocketAddress remote,
        boolean secure,
        Optional<List<X509Certificate>> clientCertificates,
        Optional<String> user,
        Viewer viewer) {
    /** A request of somebody without a certificate or a name. */
    public WebRequest(
            HttpMethod method,
            List<String> path,
            boolean directory,
            Map<String, List<String>> query,
            HttpHeaders headers,
            InetSocketAddress local,
            InetSocketAddress remote,
            boolean secure,
            Viewer viewer) {
        this(
                method,
                path,
                directory,
                query,
                headers,
                local,
                remote,
                secure,
                Optional.empty(),
                Optional.empty(),
                viewer);
    }

    /** The only value of a parameter; empty when it is missing or given more than once. */
    public Optional<String> parameter(String key) {
        List<String> values = query.getOrDefault(key, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** The names that follow the first {@code count} ones. */
    public List<String> below(int count) {
        return path.subList(count, path.size());
    }

    public boolean isHead() {
        return method.equals(HttpMethod.HEAD);
    }

    /** The same for somebody else. */
    public WebRequest withViewer(Viewer other) {
        return withUser(user, other);
    }

    /** The same, knowing who asks. */
    public WebRequest withUser(Optional<String> name, Viewer what) {
        return new WebRequest(
                method, path, directory, query, headers, local, remote, secure, clientCertificates, name, what);
    }
}
