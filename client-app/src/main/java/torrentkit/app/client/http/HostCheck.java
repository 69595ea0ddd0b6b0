package torrentkit.app.client.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which requests mean this server. A page from elsewhere may have the browser resolve a name of its own to this machine, and then read
 * what is here as if it were its own (DNS rebinding); it cannot choose what stands in {@code Host}: the name. So a name must be
 * {@code localhost} or the one that the server was bound to, while a literal address may be any. Pure functions.
 */
final class HostCheck {
    private static final int MOST_CHARACTERS = 255 + 6;

    private final Optional<String> ownName;

    /** @param bound what the server was told to listen on */
    HostCheck(InetSocketAddress bound) {
        InetAddress address = bound.getAddress();
        String name = bound.getHostString().toLowerCase(Locale.ROOT);
        ownName = address.isAnyLocalAddress() ? Optional.empty() : Optional.of(name);
    }

    /** @param hosts the values of all {@code Host} headers, of which there must be one */
    boolean admits(List<String> hosts) {
        if (hosts.size() != 1) {
            return false;
        }
        Optional<String> name = name(hosts.get(0));
        return name.isPresent()
                && (name.get().equals("localhost") || name.equals(ownName) || isLiteralAddress(name.get()));
    }

    /**
     * Whether a script of this server's own page asks, or no script at all.
     *
     * @param origins the values of all {@code Origin} headers: browsers always send one with a WebSocket
     * @param host the admitted {@code Host}
     */
    static boolean isSameOrigin(List<String> origins, String host) {
        if (origins.isEmpty()) {
            return true;
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        String own = host.toLowerCase(Locale.ROOT);
        return origins.size() == 1 && (origin.equals("http://" + own) || origin.equals("https://" + own));
    }

    /** The host without its port, in lower case; empty when it is malformed. */
    private static Optional<String> name(String host) {
        if (host.isEmpty() || host.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        int end = host.charAt(0) == '[' ? host.indexOf(']') + 1 : host.indexOf(':');
        String name = end < 0 ? host : host.substring(0, end);
        String rest = host.substring(name.length());
        return rest.isEmpty() || isPort(rest) ? Optional.of(name.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static boolean isPort(String text) {
        return text.length() <= 6
                && text.charAt(0) == ':'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isLiteralAddress(String name) {
        return name.startsWith("[")
                ? NetUtil.isValidIpV6Address(name.substring(1, name.length() - 1))
                : NetUtil.isValidIpV4Address(name);
    }
}
