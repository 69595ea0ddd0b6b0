package torrentkit.app.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Gives a client a fixed time to send a whole request header, however often it sends a byte of it. Sits before the HTTP codec and
 * sees bytes; the handler behind the codec says when a header was whole. Fires {@link #EXPIRED} when the time is over. Runs on the
 * channel's event loop.
 */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {
    /** The user event for a header that did not arrive in time. */
    static final Object EXPIRED = new Object();

    private final Duration time;
    private final boolean afterHandshake;
    private Future<?> running;

    /** @param afterHandshake whether the connection is one of TLS, whose handshake has a time-out of its own */
    HeaderDeadline(Duration time, boolean afterHandshake) {
        this.time = time;
        this.afterHandshake = afterHandshake;
    }

    /** Called when a header is whole, and when reading pauses: from then on it is us whom the client waits for. */
    void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }

    private void start(ChannelHandlerContext context) {
        if (running == null) {
            running = context.executor()
                    .schedule(() -> context.fireUserEventTriggered(EXPIRED), time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!afterHandshake) {
            start(context);
        }
        context.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            start(context);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        start(context);
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }
}
