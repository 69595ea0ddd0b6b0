package torrentkit.app.server.torrents;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import torrentkit.app.server.http.WebRequest;

/**
 * Where clients find this server, as torrents name it: the tracker, and the HTTP server itself. The host is what the operator said,
 * else an address of this machine that clients can reach, and never anything that a client sent.
 */
public final class PublicUrls {
    /** Addresses for documentation (RFC 5737): nothing is ever sent there; only the route to the outside is asked for. */
    private static final byte[] OUTSIDE = {(byte) 192, 0, 2, 1};

    private volatile Optional<String> announceHost;
    private final Listening listening;
    private final Supplier<Optional<InetAddress>> reachable;

    /**
     * What listens where.
     *
     * @param tracker over HTTP and UDP
     * @param trackerTlsPort of the tracker over HTTPS, at the same address; empty for none
     * @param webEverywhere whether plain HTTP is answered at every address of this machine, not only at one
     * @param webTlsEverywhere the same of HTTPS
     */
    public record Listening(
            InetSocketAddress tracker, OptionalInt trackerTlsPort, boolean webEverywhere, boolean webTlsEverywhere) {}

    /**
     * @param announceHost what the operator wants told
     * @param reachable an address of this machine that others can reach, if it has one; may ask the system each time
     */
    public PublicUrls(Optional<String> announceHost, Listening listening, Supplier<Optional<InetAddress>> reachable) {
        this.announceHost = announceHost;
        this.listening = listening;
        this.reachable = reachable;
    }

    /** What the operator wants told from now on. */
    public void announceHost(Optional<String> host) {
        announceHost = host;
    }

    /** The tracker for whoever sent this request: over HTTPS if that is how it came and the tracker has it. */
    public URI announce(WebRequest request) {
        return announce(request, Optional.empty());
    }

    /** @param key what lets the client of this torrent announce, in characters that a URL may hold */
    public URI announce(WebRequest request, Optional<String> key) {
        return announce(request.local().getAddress(), request.secure(), key);
    }

    /** @param reachedAt the address of this machine at which the request for the torrent arrived */
    public URI announce(InetAddress reachedAt, boolean secure, Optional<String> key) {
        boolean tls = secure && listening.trackerTlsPort().isPresent();
        int port = tls
                ? listening.trackerTlsPort().getAsInt()
                : listening.tracker().getPort();
        InetAddress tracker = listening.tracker().getAddress();
        String host = host(tracker.isAnyLocalAddress(), tracker, reachedAt);
        return URI.create((tls ? "https://" : "http://") + host + ":" + port
                + key.map(text -> "/" + text).orElse("") + "/announce");
    }

    /** This server for whoever sent this request, in the way in which it came: scheme, host and port, with nothing after them. */
    public String web(WebRequest request) {
        InetAddress reachedAt = request.local().getAddress();
        boolean everywhere = request.secure() ? listening.webTlsEverywhere() : listening.webEverywhere();
        return (request.secure() ? "https://" : "http://") + host(everywhere, reachedAt, reachedAt) + ":"
                + request.local().getPort();
    }

    private String host(boolean everywhere, InetAddress only, InetAddress reachedAt) {
        Optional<String> told = announceHost;
        if (told.isPresent()) {
            String host = told.get();
            return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        }
        if (!everywhere) {
            return literal(only);
        }
        boolean onlyFromHere = reachedAt.isLoopbackAddress() || reachedAt.isLinkLocalAddress();
        return literal(onlyFromHere ? reachable.get().orElse(reachedAt) : reachedAt);
    }

    private static String literal(InetAddress address) {
        String text = NetUtil.toAddressString(address);
        return address instanceof Inet4Address ? text : "[" + text + "]";
    }

    /**
     * The address of this machine that its traffic to other networks comes from; without such a route, the first one of an
     * interface that is up. Neither a loopback nor a link-local address.
     */
    public static Optional<InetAddress> ofThisMachine() {
        return routedOutside().or(PublicUrls::ofAnInterface);
    }

    private static Optional<InetAddress> routedOutside() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(OUTSIDE), 9));
            return Optional.of(socket.getLocalAddress()).filter(PublicUrls::isUsable);
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // no route: as good an answer as any other
        }
    }

    private static Optional<InetAddress> ofAnInterface() {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface candidate :
                    (Iterable<NetworkInterface>) NetworkInterface.networkInterfaces()::iterator) {
                if (candidate.isUp()) {
                    candidate.inetAddresses().filter(PublicUrls::isUsable).forEach(found::add);
                }
            }
        } catch (SocketException e) {
            return Optional.empty();
        }
        return found.stream().min(Comparator.comparing(address -> !(address instanceof Inet4Address)));
    }

    private static boolean isUsable(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }
}
