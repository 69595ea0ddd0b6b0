package torrentkit.tracker.server;

import io.netty.util.NetUtil;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Small truths about addresses. */
final class Addresses {
    private Addresses() {}

    /**
     * The address without wrapping: an IPv4 peer that reached an IPv6 socket appears as {@code ::ffff:a.b.c.d}, and must be
     * the same peer whichever way it came.
     */
    static InetAddress plain(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are always an address", e);
        }
    }

    /** Dotted decimals of an IPv4 address. */
    static String text(int ip) {
        return NetUtil.intToIpAddress(ip);
    }

    /**
     * The address from which this machine would send to {@code peer}, by the kernel's routing table. "Connecting" a datagram
     * socket sends nothing. Falls back to the wildcard when there is no route.
     */
    static InetAddress routeTo(InetSocketAddress peer) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(peer);
            return plain(socket.getLocalAddress());
        } catch (SocketException e) {
            return new InetSocketAddress(0).getAddress();
        }
    }
}
