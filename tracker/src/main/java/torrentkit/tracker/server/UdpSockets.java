package torrentkit.tracker.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.group.ChannelGroup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import torrentkit.peer.Transport;

/**
 * The datagram sockets of a tracker. A socket on the wildcard address does not say to which of the machine's addresses a request
 * came, and may answer from another one, which the asker would ignore. So a tracker on the wildcard opens one socket for each
 * address that the machine has when it starts, as name servers do; the kernel gives a datagram to the most specific one. The
 * wildcard socket stays for addresses that come later: for them, the routing table says from where we answer.
 */
final class UdpSockets {
    private static final Logger LOG = System.getLogger(UdpSockets.class.getName());
    /** A machine with more addresses, such as a container host, does with the wildcard for the rest. */
    private static final int MAX_ADDRESSES = 32;
    /** Datagrams that one system call fetches. */
    private static final int BURST = 32;
    /**
     * The longest request is a scrape: 16 bytes and 64 info-hashes of 20; longer datagrams are cut and read as far as they go.
     */
    private static final int MAX_REQUEST = 2048;

    private final Transport transport;
    private final EventLoopGroup loops;
    private final ChannelGroup channels;
    private final Function<Function<InetSocketAddress, InetAddress>, UdpTrackerHandler> handlers;

    /**
     * @param channels where every socket is entered
     * @param handlers makes the handler of a socket from what knows its local address
     */
    UdpSockets(
            Transport transport,
            EventLoopGroup loops,
            ChannelGroup channels,
            Function<Function<InetSocketAddress, InetAddress>, UdpTrackerHandler> handlers) {
        this.transport = transport;
        this.loops = loops;
        this.channels = channels;
        this.handlers = handlers;
    }

    /**
     * Blocks until the sockets are open.
     *
     * @return why the main socket could not be opened, or null
     */
    Throwable open(InetSocketAddress listen) {
        InetAddress address = listen.getAddress();
        boolean wildcard = address.isAnyLocalAddress();
        ChannelFuture main = bind(listen, wildcard, wildcard ? Addresses::routeTo : asker -> Addresses.plain(address));
        if (!main.isSuccess()) {
            return main.cause();
        }
        for (InetAddress own : wildcard ? ownAddresses() : List.<InetAddress>of()) {
            InetAddress plain = Addresses.plain(own);
            ChannelFuture specific = bind(new InetSocketAddress(own, listen.getPort()), true, asker -> plain);
            if (!specific.isSuccess()) {
                LOG.log(Level.DEBUG, "no UDP socket of its own for " + own, specific.cause());
            }
        }
        return null;
    }

    private ChannelFuture bind(
            InetSocketAddress at, boolean shared, Function<InetSocketAddress, InetAddress> localAddress) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channelFactory(transport.datagramChannels())
                .option(ChannelOption.SO_REUSEADDR, shared)
                .option(ChannelOption.SO_RCVBUF, 1 << 20)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_REQUEST))
                .handler(handlers.apply(localAddress));
        if (transport == Transport.EPOLL) {
            bootstrap
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_REQUEST)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_REQUEST * BURST));
        }
        ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
        if (bound.isSuccess()) {
            Channel channel = bound.channel();
            channels.add(channel);
        }
        return bound;
    }

    private static List<InetAddress> ownAddresses() {
        try {
            List<InetAddress> all = new ArrayList<>();
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(own ->
                            !(own instanceof Inet6Address && own.isLinkLocalAddress())) // would need a scope each
                    .limit(MAX_ADDRESSES)
                    .forEach(all::add);
            return all;
        } catch (SocketException e) {
            LOG.log(Level.WARNING, "cannot list this machine's addresses: UDP replies may leave from another one", e);
            return List.of();
        }
    }
}
