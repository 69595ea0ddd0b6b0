package torrentkit.app.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import torrentkit.peer.Transport;

/**
 * The listening HTTP socket and its connections. The pipeline is, in the order of what arrives: idle, header deadline, HTTP codec,
 * one message at a time, session.
 */
public final class HttpFrontEnd implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int READ_BYTES = 8 << 10;

    /** Of what one read and the rest of the one before can hold, at 16 bytes for the shortest request: so many never are. */
    private static final int DECODED_AT_ONCE = 2 * READ_BYTES / 16;

    private final EventLoopGroup loops;
    private final ChannelGroup connections;
    private final Channel listening;

    private HttpFrontEnd(EventLoopGroup loops, ChannelGroup connections, Channel listening) {
        this.loops = loops;
        this.connections = connections;
        this.listening = listening;
    }

    /** @throws ListenException if the address cannot be listened on */
    public static HttpFrontEnd open(InetSocketAddress address, HttpRoutes routes, Gate gate, HttpLimits limits) {
        ListenException.refuseUnresolved("HTTP", address);
        Transport transport = Transport.best();
        EventLoopGroup loops =
                transport.newGroup(1, "torrentkit-http"); // parsing and small answers: one loop is plenty
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ConnectionLimit connectionLimit = new ConnectionLimit(limits.connections());
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 2_048, READ_BYTES))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        if (connectionLimit.admits(channel)) {
                            assemble(channel.pipeline(), routes, gate, limits);
                        } else {
                            channel.pipeline().addLast(connectionLimit);
                        }
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new ListenException("HTTP", address, bound.cause());
        }
        return new HttpFrontEnd(loops, connections, bound.channel());
    }

    private static void assemble(ChannelPipeline pipeline, HttpRoutes routes, Gate gate, HttpLimits limits) {
        HeaderDeadline deadline = new HeaderDeadline(limits.headerTime());
        pipeline.addLast(
                "idle", new IdleStateHandler(true, 0, 0, limits.idleTime().toNanos(), TimeUnit.NANOSECONDS));
        pipeline.addLast("deadline", deadline);
        pipeline.addLast(
                "http",
                new HttpServerCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(limits.requestLineBytes())
                                .setMaxHeaderSize(limits.headerBytes()),
                        DECODED_AT_ONCE));
        pipeline.addLast("one-by-one", new FlowControlHandler());
        pipeline.addLast("session", new HttpSession(routes, gate, deadline, limits.pipelined()));
    }

    /** Where it listens, with the port that was chosen if any was fine. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /** Stops accepting, closes every connection and ends the threads; returns when that is done, or after two seconds. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
