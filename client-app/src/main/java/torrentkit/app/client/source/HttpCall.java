package torrentkit.app.client.source;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.source.ProxyRules.ProxyServer;

/** One GET, put together: its header fields, certificates, and the way through a proxy. Not yet sent. */
final class HttpCall {
    private static final String AUTHORIZATION = "Authorization";
    private static final String WITHOUT_TUNNEL = "jdk.http.auth.tunneling.disabledSchemes";

    static {
        // Otherwise Java gives no password to a proxy that makes tunnels. It looks once, before the first connection.
        if (System.getProperty(WITHOUT_TUNNEL) == null) {
            System.setProperty(WITHOUT_TUNNEL, "");
        }
    }

    private HttpCall() {}

    /**
     * @param trusted whether this is the server that was asked for: any other, to which it redirects, gets no header, credential or
     *     certificate of the options
     * @throws Failure if a certificate or proxy of the options cannot be used
     */
    static HttpURLConnection open(URI url, boolean trusted, HttpAccess access) throws IOException {
        Optional<ProxyServer> proxy = access.proxies().of(url);
        HttpURLConnection connection = proxy.isPresent()
                ? through(proxy.get(), url)
                : (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "torrentkit");
        connection.setRequestProperty("Accept", "application/x-bittorrent, */*;q=0.5");
        connection.setRequestProperty("Accept-Encoding", "gzip");
        if (connection instanceof HttpsURLConnection secure) {
            access.tls().applyTo(secure, trusted);
        }
        if (trusted) {
            identify(connection, url, access);
        }
        return connection;
    }

    private static void identify(HttpURLConnection connection, URI url, HttpAccess access) {
        if (url.getUserInfo() != null && url.getUserInfo().indexOf(':') > 0) {
            connection.setRequestProperty(AUTHORIZATION, HttpOptions.basic("The URL", url.getUserInfo()));
        }
        access.authorization().ifPresent(value -> connection.setRequestProperty(AUTHORIZATION, value));
        for (HttpHeader header : access.headers()) {
            boolean first = access.headers().stream()
                            .filter(other -> other.isNamed(header.name()))
                            .findFirst()
                            .orElseThrow()
                    == header;
            if (first) { // takes the place of our own
                connection.setRequestProperty(header.name(), header.value());
            } else {
                connection.addRequestProperty(header.name(), header.value());
            }
        }
    }

    private static HttpURLConnection through(ProxyServer proxy, URI url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL()
                .openConnection(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())));
        proxy.credentials().ifPresent(text -> connection.setAuthenticator(new OfProxy(text)));
        return connection;
    }

    /** Answers the proxy and nobody else. */
    private static final class OfProxy extends Authenticator {
        private final String name;
        private final String password;

        OfProxy(String credentials) {
            int colon = credentials.indexOf(':');
            name = colon < 0 ? credentials : credentials.substring(0, colon);
            password = colon < 0 ? "" : credentials.substring(colon + 1);
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY
                    ? new PasswordAuthentication(name, password.toCharArray())
                    : null;
        }
    }
}
