package torrentkit.app.client.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/**
 * Through which proxy an HTTP server is reached, by the rules of curl: that of {@code --proxy}; otherwise of the environment variable
 * {@code http_proxy} (only in small letters: web servers make HTTP_PROXY of what a client sends) or {@code https_proxy}, then
 * {@code all_proxy}; and none for the hosts of {@code no_proxy}. Immutable.
 */
public final class ProxyRules {
    private static final int DEFAULT_PORT = 1080;

    private final String http; // empty for none
    private final String https;
    private final List<String> without = new ArrayList<>();

    private ProxyRules(String http, String https, String without) {
        this.http = http;
        this.https = https;
        if (!without.isEmpty()) {
            for (String host : without.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
                if (!host.isEmpty()) {
                    this.without.add(host);
                }
            }
        }
    }

    /** What the environment says. */
    static ProxyRules ofEnvironment(Map<String, String> environment) {
        String all = first(environment, "all_proxy", "ALL_PROXY", "");
        return new ProxyRules(
                first(environment, "http_proxy", "http_proxy", all),
                first(environment, "https_proxy", "HTTPS_PROXY", all),
                first(environment, "no_proxy", "NO_PROXY", ""));
    }

    /** The proxy of {@code --proxy} for all but the hosts of {@code no_proxy}; empty text means none. */
    static ProxyRules of(String proxy, Map<String, String> environment) {
        if (!proxy.isBlank()) {
            parse("Option --proxy", proxy);
        }
        return new ProxyRules(proxy, proxy, first(environment, "no_proxy", "NO_PROXY", ""));
    }

    private static String first(Map<String, String> environment, String name, String other, String otherwise) {
        return environment.getOrDefault(name, environment.getOrDefault(other, otherwise));
    }

    /**
     * The proxy for this URL; empty for a direct connection.
     *
     * @throws Failure if the environment names one that cannot be used
     */
    Optional<ProxyServer> of(URI url) {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        String proxy = secure ? https : http;
        if (proxy.isBlank() || isWithout(url)) {
            return Optional.empty();
        }
        return Optional.of(parse("The proxy of the environment or of --proxy", proxy));
    }

    private boolean isWithout(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        for (String entry : without) {
            String name = entry.startsWith(".") ? entry.substring(1) : entry;
            if (name.startsWith("[") && name.endsWith("]")) {
                name = name.substring(1, name.length() - 1);
            }
            if (name.equals("*") || plain.equals(name) || plain.endsWith("." + name)) {
                return true;
            }
        }
        return false;
    }

    /** The messages never hold the text: there may be a password in it. */
    private static ProxyServer parse(String what, String text) {
        try {
            URI url = new URI(text.contains("://") ? text.strip() : "http://" + text.strip());
            if (url.getHost() != null
                    && "http".equalsIgnoreCase(url.getScheme())
                    && url.getPort() != 0
                    && url.getPort() <= 0xffff) {
                String host = url.getHost();
                return new ProxyServer(
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                        url.getPort() < 0 ? DEFAULT_PORT : url.getPort(),
                        Optional.ofNullable(url.getUserInfo()));
            }
        } catch (URISyntaxException e) {
            // the sentence below says all that may be said
        }
        throw new Failure(
                ExitCode.BAD_OPTION,
                what + ": expected an HTTP proxy such as http://proxy.example.org:3128, found something else.");
    }

    /**
     * @param host a name or an address, IPv6 without brackets
     * @param credentials {@code NAME:PASSWORD}
     */
    record ProxyServer(String host, int port, Optional<String> credentials) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
