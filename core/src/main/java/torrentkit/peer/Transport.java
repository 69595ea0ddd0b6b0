package torrentkit.peer;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** How sockets are driven: Linux's epoll where its native library loads, the JDK's selectors elsewhere. */
public enum Transport {
    EPOLL(EpollServerSocketChannel::new, EpollSocketChannel::new, EpollDatagramChannel::new),
    NIO(NioServerSocketChannel::new, NioSocketChannel::new, NioDatagramChannel::new);

    private final ChannelFactory<? extends ServerChannel> serverChannels;
    private final ChannelFactory<? extends SocketChannel> socketChannels;
    private final ChannelFactory<? extends DatagramChannel> datagramChannels;

    Transport(
            ChannelFactory<? extends ServerChannel> serverChannels,
            ChannelFactory<? extends SocketChannel> socketChannels,
            ChannelFactory<? extends DatagramChannel> datagramChannels) {
        this.serverChannels = serverChannels;
        this.socketChannels = socketChannels;
        this.datagramChannels = datagramChannels;
    }

    /** The best one that works on this machine. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** The one whose channels run on these loops; for a group that the application handed in. */
    public static Transport of(EventLoopGroup group) {
        return group instanceof IoEventLoopGroup loops && Epoll.isAvailable() && loops.isCompatible(EpollIoHandle.class)
                ? EPOLL
                : NIO;
    }

    /**
     * New event loops, whose threads are daemons named {@code name-N} and start when they are first needed.
     *
     * @param threads loops, at least 1
     */
    public EventLoopGroup newGroup(int threads, String name) {
        return newGroup(threads, name, sockets());
    }

    /**
     * New event loops for data rather than for answers: one with little to do lets some milliseconds of work come together.
     *
     * @param threads loops, at least 1
     */
    EventLoopGroup newGatheringGroup(int threads, String name) {
        return newGroup(threads, name, GatheringIoHandler.over(sockets()));
    }

    private static EventLoopGroup newGroup(int threads, String name, IoHandlerFactory factory) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), factory);
    }

    private IoHandlerFactory sockets() {
        return this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** Makes channels that listen. */
    public ChannelFactory<? extends ServerChannel> serverChannels() {
        return serverChannels;
    }

    /** Makes channels that connect. */
    public ChannelFactory<? extends SocketChannel> socketChannels() {
        return socketChannels;
    }

    /** Makes datagram channels, of the family that the system prefers. */
    public ChannelFactory<? extends DatagramChannel> datagramChannels() {
        return datagramChannels;
    }

    /** A new datagram channel of one family, as multicast needs it. */
    public DatagramChannel datagramChannel(SocketProtocolFamily family) {
        return this == EPOLL ? new EpollDatagramChannel(family) : new NioDatagramChannel(family);
    }

    /** For the start-up log: which one, and why not the other. */
    @Override
    public String toString() {
        if (this == EPOLL) {
            return "epoll";
        }
        Throwable why = Epoll.unavailabilityCause();
        return why == null ? "NIO" : "NIO (no epoll: " + why.getMessage() + ")";
    }
}
