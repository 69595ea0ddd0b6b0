package torrentkit.app.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import torrentkit.peer.Transport;

/**
 * The listening sockets, plain and TLS, and their connections, which share event loops, limits and counters. Thread-safe but for
 * closing.
 */
public final class HttpFrontEnd implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final Duration LONGEST_SHUTDOWN =
            Duration.ofSeconds(3); // of the five that a process may take to stop

    private final Transport transport = Transport.best();

    /** Parsing and small answers: one loop is plenty. */
    private final EventLoopGroup loops = transport.newGroup(1, "torrentkit-http");

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ConnectionLimit connectionLimit = new ConnectionLimit();
    private final List<Channel> listening = new ArrayList<>();
    private final HttpService service;
    private Optional<Channel> plain = Optional.empty();
    private Optional<Channel> secure = Optional.empty();
    private volatile Duration shutdownTime = LONGEST_SHUTDOWN;
    private boolean stopping;

    private HttpFrontEnd(HttpService service) {
        this.service = service;
    }

    /** Plain HTTP for everybody. @throws ListenException if the address cannot be listened on */
    public static HttpFrontEnd open(InetSocketAddress address, HttpRoutes routes, HttpLimits limits) {
        return open(HttpListeners.plain(address), routes, Gate.OPEN, limits);
    }

    /** @throws ListenException if an address cannot be listened on; then on none of them */
    public static HttpFrontEnd open(HttpListeners listeners, HttpRoutes routes, Gate gate, HttpLimits limits) {
        listeners.plain().ifPresent(address -> ListenException.refuseUnresolved("HTTP", address));
        listeners.secure().ifPresent(tls -> ListenException.refuseUnresolved("HTTPS", tls.address()));
        HttpFrontEnd front = new HttpFrontEnd(new HttpService(routes, gate, limits));
        try {
            front.plain = listeners.plain().map(address -> front.listen("HTTP", address, Optional.empty()));
            front.secure =
                    listeners.secure().map(tls -> front.listen("HTTPS", tls.address(), Optional.of(tls.contexts())));
            return front;
        } catch (RuntimeException e) {
            front.close();
            throw e;
        }
    }

    private Channel listen(String what, InetSocketAddress address, Optional<Supplier<SslContext>> tls) {
        ChannelHandler assembly = new HttpPipeline(service, connectionLimit, connections, tls);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channelFactory(transport.serverChannels())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(512, 2_048, HttpPipeline.READ_BYTES))
                .childHandler(assembly)
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenException(what, address, bound.cause());
        }
        listening.add(bound.channel());
        return bound.channel();
    }

    /** Where it listens, with the port that was chosen if any was fine: without TLS if it does so at all. */
    public InetSocketAddress address() {
        return plainAddress().or(this::secureAddress).orElseThrow();
    }

    /** Where it listens for plain HTTP. */
    public Optional<InetSocketAddress> plainAddress() {
        return plain.map(channel -> (InetSocketAddress) channel.localAddress());
    }

    /** Where it listens for HTTPS. */
    public Optional<InetSocketAddress> secureAddress() {
        return secure.map(channel -> (InetSocketAddress) channel.localAddress());
    }

    /** Limits of the connections that begin from now on; those that are there keep theirs. */
    public void apply(HttpLimits limits) {
        service.limits(limits);
    }

    /** How long {@link #close} waits for answers that are under way; never longer than three seconds. */
    public void shutdownTime(Duration time) {
        shutdownTime = time.compareTo(LONGEST_SHUTDOWN) < 0 ? time : LONGEST_SHUTDOWN;
    }

    /** Where requests are written down from now on; empty for nowhere. Whoever opened the log before closes it. */
    public void accessLog(Optional<AccessLog> log) {
        service.accessLog(log);
    }

    /** The loops that drive the connections; for watching them. */
    public EventLoopGroup loops() {
        return loops;
    }

    /** What was counted so far. */
    public HttpCounters counters() {
        return service.statistics.snapshot();
    }

    /** Stops accepting, closes what waits for a request, and lets answers end that are under way. Returns at once. */
    public void stopAccepting() {
        if (!stopping) {
            stopping = true;
            listening.forEach(channel -> channel.close().awaitUninterruptibly());
            connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(HttpSession.FINISH));
        }
    }

    /**
     * Stops accepting, waits for the answers under way for as long as is set, closes every connection and ends the threads; returns
     * when that is done.
     */
    @Override
    public void close() {
        stopAccepting();
        connections.newCloseFuture().awaitUninterruptibly(shutdownTime.toMillis());
        connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
