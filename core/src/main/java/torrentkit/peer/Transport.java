package torrentkit.peer;

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
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class, EpollDatagramChannel.class),
    NIO(NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class);

    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends SocketChannel> socketChannel;
    private final Class<? extends DatagramChannel> datagramChannel;

    Transport(
            Class<? extends ServerChannel> serverChannel,
            Class<? extends SocketChannel> socketChannel,
            Class<? extends DatagramChannel> datagramChannel) {
        this.serverChannel = serverChannel;
        this.socketChannel = socketChannel;
        this.datagramChannel = datagramChannel;
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

    public Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    public Class<? extends SocketChannel> socketChannel() {
        return socketChannel;
    }

    public Class<? extends DatagramChannel> datagramChannel() {
        return datagramChannel;
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
