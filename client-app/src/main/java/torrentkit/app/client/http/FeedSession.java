package torrentkit.app.client.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One who follows a {@link Feed}. What it sends is thrown away but for pings and its goodbye. Runs on the channel's event loop unless
 * said otherwise.
 */
final class FeedSession extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = System.getLogger(FeedSession.class.getName());

    private final Channel channel;
    private final Feed feed;
    private volatile boolean inStep;
    private boolean asked;
    private boolean ending;

    private FeedSession(Channel channel, Feed feed) {
        this.channel = channel;
        this.feed = feed;
    }

    /** Takes the place of the HTTP session when the opening handshake is done. */
    static void install(ChannelHandlerContext context, HttpSession before, Feed feed, HttpLimits limits) {
        FeedSession session = new FeedSession(context.channel(), feed);
        long silence = limits.silence().toNanos();
        context.pipeline()
                .addBefore(context.name(), "silence", new IdleStateHandler(silence, 0, 0, TimeUnit.NANOSECONDS));
        context.pipeline().replace(before, "feed", session);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        feed.join(this);
        channel.closeFuture().addListener(closed -> feed.leave(this));
    }

    /** Called by any thread. */
    boolean needsEverything() {
        return !inStep && channel.isWritable();
    }

    /** Called by any thread. */
    void send(List<byte[]> changes, Optional<List<byte[]>> everything) {
        channel.eventLoop().execute(() -> write(changes, everything));
    }

    private void write(List<byte[]> changes, Optional<List<byte[]>> everything) {
        if (ending) {
            return;
        }
        if (!channel.isWritable()) {
            inStep = inStep && changes.isEmpty();
            return;
        }
        if (!inStep && everything.isEmpty()) {
            return;
        }
        for (byte[] text : inStep ? changes : everything.get()) {
            channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)));
        }
        inStep = true;
        channel.flush();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        asked = false;
        if (frame instanceof PingWebSocketFrame ping && channel.isWritable()) {
            context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame) {
            end(WebSocketCloseStatus.NORMAL_CLOSURE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == HttpPipeline.FAREWELL) {
            end(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE);
        } else if (event instanceof IdleStateEvent) {
            if (asked || !channel.isWritable()) {
                context.close();
            }
            asked = true;
            context.writeAndFlush(new PingWebSocketFrame());
        }
    }

    private void end(WebSocketCloseStatus status) {
        if (!ending) {
            ending = true;
            channel.writeAndFlush(new CloseWebSocketFrame(status)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(Level.DEBUG, "a WebSocket failed", cause);
        context.close();
    }
}
