package torrentkit.app.client.source;

import java.util.List;
import java.util.Optional;
import torrentkit.tracker.client.TrackerClientConfig;

/**
 * With what HTTP servers are asked: header fields, credentials, certificates, a proxy. Headers, credentials and the certificate of our
 * own go to the server that was named and to none that it redirects to. Immutable; its text form holds no secret.
 *
 * @param headers sent besides our own
 * @param authorization the value of that header field
 * @param tls whom https servers are trusted by, and who we are
 * @param proxies through which a server is reached
 */
public record HttpAccess(List<HttpHeader> headers, Optional<String> authorization, HttpTls tls, ProxyRules proxies) {
    /** Nothing special, and the proxies of the environment. */
    public static HttpAccess defaults() {
        return new HttpAccess(List.of(), Optional.empty(), HttpTls.DEFAULT, ProxyRules.ofEnvironment(System.getenv()));
    }

    public HttpAccess {
        headers = List.copyOf(headers);
    }

    /** The same certificates for https trackers. Reads them only if there are any to read. */
    public TrackerClientConfig applyTo(TrackerClientConfig config) {
        return tls.isDefault() ? config : config.withTls(tls.forTrackers());
    }

    @Override
    public String toString() {
        return "HttpAccess" + headers;
    }
}
