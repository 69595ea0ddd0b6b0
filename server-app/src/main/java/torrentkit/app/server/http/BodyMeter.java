package torrentkit.app.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.concurrent.PromiseNotifier;

/**
 * Counts the bytes of bodies that the socket has taken. Sits between the HTTP codec and the session, where a body is not yet mixed
 * with headers. Runs on the channel's event loop.
 */
final class BodyMeter extends ChannelOutboundHandlerAdapter {
    private long sent;
    private boolean counting;

    /** Begins a new answer. @param hasBody false for one whose body the codec leaves out */
    void begin(boolean hasBody) {
        sent = 0;
        counting = hasBody;
    }

    /** Bytes of the body of this answer so far. */
    long sent() {
        return sent;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!counting) {
            context.write(message, promise);
            return;
        }
        if (message instanceof FileRegion region) {
            region.retain(); // to see afterwards how far it got
            write(context, message, promise, written -> {
                sent += region.transferred();
                region.release();
            });
            return;
        }
        int bytes = message instanceof ByteBufHolder holder
                ? holder.content().readableBytes()
                : message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        if (bytes == 0) {
            context.write(message, promise);
        } else {
            write(context, message, promise, written -> sent += written.isSuccess() ? bytes : 0);
        }
    }

    /** Counts before anybody hears that it is written. */
    private static void write(
            ChannelHandlerContext context, Object message, ChannelPromise promise, ChannelFutureListener count) {
        ChannelPromise own = context.newPromise();
        own.addListener(count);
        if (!promise.isVoid()) {
            own.addListener(new PromiseNotifier<>(false, promise));
        }
        context.write(message, own);
    }
}
