package torrentkit.app.server.authorization;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a decision about a request depends on.
 *
 * @param method as it was sent
 * @param path the decoded names of the path, the very ones by which the request will be answered
 * @param query the decoded parameters; each key with all its values
 * @param headers gives all values of the header of a name
 * @param certificates which the client has shown and TLS has verified, its own first; empty if none
 * @param remote where the request came from
 */
public record RequestFacts(
        String method,
        List<String> path,
        Map<String, List<String>> query,
        Function<String, List<String>> headers,
        List<X509Certificate> certificates,
        InetAddress remote) {
    /** The path as rules see it: from its first slash on, without one at its end. */
    String rulePath() {
        return "/" + String.join("/", path);
    }
}
