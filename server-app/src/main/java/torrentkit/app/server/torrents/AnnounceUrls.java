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
import java.util.function.Supplier;

/**
 * The tracker's URL as a torrent names it. The host is what the operator said, else an address of this machine that clients can
 * reach, and never anything that a client sent.
 */
public final class AnnounceUrls {
    /** Addresses for documentation (RFC 5737): nothing is ever sent there; only the route to the outside is asked for. */
    private static final byte[] OUTSIDE = {(byte) 192, 0, 2, 1};

    private final Optional<String> announceHost;
    private final InetAddress trackerAddress;
    private final int trackerPort;
    private final Supplier<Optional<InetAddress>> reachable;

    /**
     * @param announceHost what the operator wants told
     * @param tracker where the tracker listens
     * @param reachable an address of this machine that others can reach, if it has one; may ask the system each time
     */
    public AnnounceUrls(
            Optional<String> announceHost, InetSocketAddress tracker, Supplier<Optional<InetAddress>> reachable) {
        this.announceHost = announceHost;
        this.trackerAddress = tracker.getAddress();
        this.trackerPort = tracker.getPort();
        this.reachable = reachable;
    }

    /** @param reachedAt the address of this machine at which the request for the torrent arrived */
    public URI forRequestAt(InetAddress reachedAt) {
        return URI.create("http://" + host(reachedAt) + ":" + trackerPort + "/announce");
    }

    /** The URL of one client alone. @param key of letters that may stand in a URL as they are */
    public URI forRequestAt(InetAddress reachedAt, String key) {
        return URI.create("http://" + host(reachedAt) + ":" + trackerPort + "/" + key + "/announce");
    }

    private String host(InetAddress reachedAt) {
        if (announceHost.isPresent()) {
            String host = announceHost.get();
            return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        }
        if (!trackerAddress.isAnyLocalAddress()) {
            return literal(trackerAddress);
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
        return routedOutside().or(AnnounceUrls::ofAnInterface);
    }

    private static Optional<InetAddress> routedOutside() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(OUTSIDE), 9));
            return Optional.of(socket.getLocalAddress()).filter(AnnounceUrls::isUsable);
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
                    candidate.inetAddresses().filter(AnnounceUrls::isUsable).forEach(found::add);
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
