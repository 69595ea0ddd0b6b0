package torrentkit.downloader.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a file of a web seed is: an http or https URL, checked and in ASCII.
 *
 * @param tls whether it is https
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 * @param target path and query, as HTTP sends them
 * @param authorization the value of that header field, from a user and password in the URL
 */
record WebUrl(boolean tls, String host, int port, String target, Optional<String> authorization) {
    private static final int MAX_SHOWN = 200;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** @throws IllegalArgumentException when it is not a URL that may be contacted; says why */
    static WebUrl of(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String scheme = ascii.getScheme() == null ? "" : ascii.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("only http and https are contacted");
        }
        boolean tls = scheme.equals("https");
        String host = ascii.getHost();
        if (host == null || host.isEmpty()) {
            throw new IllegalArgumentException("it names no host");
        }
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = ascii.getPort() < 0 ? tls ? HTTPS : HTTP : ascii.getPort();
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("it names no port from 1 to 65535");
        }
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery();
        return new WebUrl(
                tls, host, port, query == null ? path : path + "?" + query, authorization(ascii.getUserInfo()));
    }

    private static Optional<String> authorization(String user) {
        return Optional.ofNullable(user)
                .map(text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * What a redirect from here leads to. Credentials go nowhere but to the server that they were given for.
     *
     * @throws IllegalArgumentException when it is no URL that may be contacted; says why
     */
    WebUrl resolve(String location) {
        URI next;
        try {
            next = URI.create(scheme() + "://" + hostField() + target).resolve(location.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("what it redirects to is no URL", e);
        }
        WebUrl url = of(next);
        return isSameServer(url) && url.authorization.isEmpty()
                ? new WebUrl(url.tls, url.host, url.port, url.target, authorization)
                : url;
    }

    /** Whether one connection serves both. */
    boolean isSameServer(WebUrl other) {
        return tls == other.tls && port == other.port && host.equalsIgnoreCase(other.host);
    }

    /** The field {@code Host} of a request. */
    String hostField() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    private String scheme() {
        return tls ? "https" : "http";
    }

    /** For people: without the query and a user, which may hold a secret. */
    @Override
    public String toString() {
        int query = target.indexOf('?');
        String text = scheme() + "://" + hostField() + (query < 0 ? target : target.substring(0, query));
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
    }
}
