package torrentkit.downloader.discovery;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * How far an address is good: what somebody says of an address that only works nearer to it than to us says nothing, and could make us
 * knock at doors inside our own network.
 */
public enum Reach {
    MACHINE,
    LINK,
    SITE,
    WORLD;

    /** How far this address is good. The one that stands for any address leads to this machine. */
    public static Reach of(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return MACHINE;
        }
        if (address.isLinkLocalAddress()) {
            return LINK;
        }
        boolean unique = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc; // RFC 4193
        return address.isSiteLocalAddress() || unique ? SITE : WORLD;
    }

    /** Whether this address may be told by, or to, a peer at that one. */
    static boolean isShared(InetSocketAddress address, InetAddress peer) {
        InetAddress host = address.getAddress();
        return host != null
                && address.getPort() > 0
                && !host.isAnyLocalAddress()
                && !host.isMulticastAddress()
                && of(host).compareTo(of(peer)) >= 0;
    }
}
