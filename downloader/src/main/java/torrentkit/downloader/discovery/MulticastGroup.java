package torrentkit.downloader.discovery;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import torrentkit.peer.PeerNetwork;

/**
 * Our place in one multicast group, on every interface that has multicast and on which peers reach us. Where there is none, or the port cannot be had, it stays
 * silent: local discovery is a help, not a need. Everything is called on the channel's event loop, but {@link #send} and {@link #close}.
 */
final class MulticastGroup extends SimpleChannelInboundHandler<DatagramPacket> implements AutoCloseable {
    private static final Logger LOG = System.getLogger(MulticastGroup.class.getName());
    private static final int MAX_INTERFACES = 8;
    private static final int MAX_DATAGRAM = 1_500;

    private final InetSocketAddress group;
    private final InetAddress ours;
    private final BiConsumer<String, InetAddress> sink;
    private volatile Channel channel;
    private volatile ChannelFuture opening;
    private List<NetworkInterface> interfaces = List.of();

    private MulticastGroup(InetSocketAddress group, InetAddress ours, BiConsumer<String, InetAddress> sink) {
        this.group = group;
        this.ours = ours;
        this.sink = sink;
    }

    /** @param sink takes each datagram's text and who sent it; on an event loop */
    static MulticastGroup join(InetSocketAddress group, PeerNetwork network, BiConsumer<String, InetAddress> sink) {
        return join(group, network.address(), network.loops(), network.transport()::datagramChannel, sink);
    }

    /** @param channels makes a channel of a family, or throws when the system does not have that */
    static MulticastGroup join(
            InetSocketAddress group,
            InetAddress ours,
            EventLoopGroup loops,
            Function<SocketProtocolFamily, DatagramChannel> channels,
            BiConsumer<String, InetAddress> sink) {
        MulticastGroup member = new MulticastGroup(group, ours, sink);
        ChannelFuture opening = new Bootstrap()
                .group(loops)
                .channelFactory(() -> channels.apply(member.family()))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.IP_MULTICAST_TTL, 1)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
                .handler(member)
                .bind(member.isFour() ? "0.0.0.0" : "::", group.getPort());
        member.channel = opening.channel();
        member.opening = opening;
        opening.addListener(bound -> {
            if (bound.isSuccess()) {
                member.joinOnInterfaces();
            } else {
                member.unavailable(bound.cause());
            }
        });
        return member;
    }

    private boolean isFour() {
        return group.getAddress() instanceof Inet4Address;
    }

    private SocketProtocolFamily family() {
        return isFour() ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    private void unavailable(Throwable cause) {
        LOG.log(Level.DEBUG, "no local discovery at {0}: {1}", group, String.valueOf(cause.getMessage()));
    }

    private void joinOnInterfaces() {
        try {
            interfaces = NetworkInterface.networkInterfaces()
                    .filter(this::isUsable)
                    .limit(MAX_INTERFACES)
                    .toList();
        } catch (IOException e) {
            unavailable(e);
        }
        for (NetworkInterface each : interfaces) {
            ((DatagramChannel) channel)
                    .joinGroup(group.getAddress(), each, null)
                    .addListener(joined -> {
                        if (!joined.isSuccess()) {
                            unavailable(joined.cause());
                        }
                    });
        }
    }

    private boolean listensOn(InetAddress address) {
        return ours.isAnyLocalAddress() || ours.equals(address);
    }

    private boolean isUsable(NetworkInterface candidate) {
        try {
            return candidate.isUp()
                    && candidate.supportsMulticast()
                    && candidate
                            .inetAddresses()
                            .anyMatch(address -> address instanceof Inet4Address == isFour() && listensOn(address));
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends a datagram to the group on every interface. Any thread. */
    void send(String text) {
        Channel open = channel;
        if (!open.isActive()) { // a channel that was never made has no event loop either
            return;
        }
        open.eventLoop().execute(() -> {
            for (NetworkInterface each : interfaces) {
                if (!open.isActive()) {
                    return;
                }
                try {
                    ((DatagramChannel) open).config().setNetworkInterface(each);
                    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
                    open.writeAndFlush(new DatagramPacket(bytes, group)).addListener(sent -> {
                        if (!sent.isSuccess()) {
                            unavailable(sent.cause());
                        }
                    });
                } catch (RuntimeException e) { // an interface that has just gone
                    unavailable(e);
                }
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        sink.accept(
                packet.content().toString(StandardCharsets.ISO_8859_1),
                packet.sender().getAddress());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        unavailable(cause); // datagrams are not awaited: what went wrong with one says nothing about the next
    }

    @Override
    public void close() {
        Channel open = channel;
        opening.addListener(done -> {
            if (open.isRegistered()) {
                open.close();
            }
        });
    }
}
