package torrentkit.app.client.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The handlers of a connection, in the order of what arrives: write time-out, HTTP codec, session. */
@Sharable
final class HttpPipeline extends ChannelInitializer<Channel> {
    /** The user event by which a connection is asked to say what is still to be said, and to end. */
    static final Object FAREWELL = new Object();

    private final LocalSite site;
    private final HostCheck hosts;
    private final HttpLimits limits;

    HttpPipeline(LocalSite site, InetSocketAddress bound, HttpLimits limits) {
        this.site = site;
        this.hosts = new HostCheck(bound);
        this.limits = limits;
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(
                "write-time", new WriteTimeoutHandler(limits.writeTime().toNanos(), TimeUnit.NANOSECONDS));
        pipeline.addLast(
                "http",
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(HttpLimits.REQUEST_LINE_BYTES)
                        .setMaxHeaderSize(HttpLimits.HEADER_BYTES)));
        pipeline.addLast("session", new HttpSession(site, hosts, limits));
    }
}
