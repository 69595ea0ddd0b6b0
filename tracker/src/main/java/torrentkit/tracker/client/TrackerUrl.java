package torrentkit.tracker.client;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;

/**
 * Where a request goes: a tracker's URL, checked.
 *
 * @param scheme http, https or udp
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 * @param target path and query, as HTTP sends them
 */
record TrackerUrl(String scheme, String host, int port, String target) {
    private static final String ANNOUNCE = "/announce";
    private static final int MAX_SHOWN = 200;
    /** A segment of the path that may be an announce key; not the name of the host, which follows two slashes. */
    private static final Pattern SECRET = Pattern.compile("(?<!/)/[^/]{16,}(?=/)");

    /** Whether there is any use in asking there. */
    static boolean isSupported(URI tracker) {
        try {
            of(tracker);
            return true;
        } catch (AnnounceException e) {
            return false;
        }
    }

    /** @throws AnnounceException when it is not a URL that may be contacted */
    static TrackerUrl of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        int defaultPort = switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            case "udp" -> -1;
            default -> throw forbidden(uri, "only http, https and udp are contacted");
        };
        String host = uri.getHost();
        if (host == null || host.isEmpty()) {
            throw forbidden(uri, "it names no host");
        }
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        if (port < 1 || port > 65535) {
            throw forbidden(uri, "it names no port from 1 to 65535");
        }
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return new TrackerUrl(
                scheme, host, port, ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery());
    }

    private static AnnounceException forbidden(URI uri, String why) {
        return new AnnounceException(Reason.FORBIDDEN, "the tracker " + shown(uri) + " is not asked: " + why);
    }

    /** A URL for messages: without its query and long segments before the last, which often hold a secret. */
    static String shown(URI uri) {
        String text = uri.toASCIIString();
        int query = text.indexOf('?');
        String plain =
                SECRET.matcher(query < 0 ? text : text.substring(0, query)).replaceAll("/***");
        return plain.length() > MAX_SHOWN ? plain.substring(0, MAX_SHOWN) + "..." : plain;
    }

    /** The same place with more parameters. */
    TrackerUrl withQuery(String query) {
        return new TrackerUrl(scheme, host, port, target + (target.indexOf('?') < 0 ? '?' : '&') + query);
    }

    /**
     * Where this tracker is scraped: its URL with the {@code announce} that begins the last segment replaced (BEP 48). None if
     * there is no such thing, which means that the tracker does not want to be scraped.
     */
    static Optional<URI> scrapeOf(URI announce) {
        if ("udp".equalsIgnoreCase(announce.getScheme())) {
            return Optional.of(announce);
        }
        String text = announce.toASCIIString();
        int end = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
        int slash = text.lastIndexOf('/', end - 1);
        if (slash < 0 || !text.startsWith(ANNOUNCE, slash)) {
            return Optional.empty();
        }
        return Optional.of(
                URI.create(text.substring(0, slash) + "/scrape" + text.substring(slash + ANNOUNCE.length())));
    }

    boolean isUdp() {
        return scheme.equals("udp");
    }

    boolean isTls() {
        return scheme.equals("https");
    }

    /** The field {@code Host} of a request. */
    String hostField() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (isTls() ? 443 : 80) ? name : name + ":" + port;
    }
}
