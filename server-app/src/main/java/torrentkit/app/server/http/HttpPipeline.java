package torrentkit.app.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The handlers of a connection, in the order of what arrives: idle, TLS if it is spoken, header deadline, line folding, HTTP codec,
 * one message at a time, body meter, session.
 */
final class HttpPipeline extends ChannelInitializer<Channel> {
    static final int READ_BYTES = 8 << 10;

    /** Of what one read and the rest of the one before can hold, at 16 bytes for the shortest request: so many never are. */
    private static final int DECODED_AT_ONCE = 2 * READ_BYTES / 16;

    private static final int CLOSE_NOTIFY_MILLIS = 500; // for the goodbye to a client that does not read

    private final HttpService service;
    private final ConnectionLimit limit;
    private final ChannelGroup connections;
    private final Optional<Supplier<SslContext>> tls;

    HttpPipeline(
            HttpService service, ConnectionLimit limit, ChannelGroup connections, Optional<Supplier<SslContext>> tls) {
        this.service = service;
        this.limit = limit;
        this.connections = connections;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        HttpLimits limits = service.limits();
        connections.add(channel);
        service.statistics.connected(channel);
        if (limit.admits(channel, limits)) {
            assemble(channel, limits);
            return;
        }
        service.statistics.connectionRefused();
        if (tls.isPresent()) {
            channel.close(); // to say why would take a handshake
        } else {
            channel.pipeline().addLast(limit);
        }
    }

    private void assemble(Channel channel, HttpLimits limits) {
        ChannelPipeline pipeline = channel.pipeline();
        HeaderDeadline deadline = new HeaderDeadline(limits.headerTime(), tls.isPresent());
        BodyMeter meter = new BodyMeter();
        pipeline.addLast("idle", new IdleStateHandler(0, 0, limits.idleTime().toNanos(), TimeUnit.NANOSECONDS));
        tls.ifPresent(contexts -> {
            SslHandler handler = contexts.get().newHandler(channel.alloc());
            handler.setHandshakeTimeout(limits.headerTime().toMillis(), TimeUnit.MILLISECONDS);
            handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
            pipeline.addLast("tls", handler);
        });
        pipeline.addLast("deadline", deadline);
        pipeline.addLast("folding", new LineFolding());
        pipeline.addLast(
                "http",
                new HttpServerCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(limits.requestLineBytes())
                                .setMaxHeaderSize(limits.headerBytes()),
                        DECODED_AT_ONCE));
        pipeline.addLast("one-by-one", new FlowControlHandler());
        pipeline.addLast("meter", meter);
        pipeline.addLast("session", new HttpSession(service, limits, deadline, meter));
    }
}
