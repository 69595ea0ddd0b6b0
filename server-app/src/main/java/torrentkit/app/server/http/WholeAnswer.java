package torrentkit.app.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;

/**
 * An answer whose body is in memory already.
 *
 * @param response owned by the answer until it is written or discarded
 */
public record WholeAnswer(FullHttpResponse response) implements Answer {
    private static final int PART_BYTES = 256 << 10;

    @Override
    public HttpResponse head() {
        return response;
    }

    /** In parts, so that it is known how far it got. The codec leaves the body of an answer to HEAD out. */
    @Override
    public void write(ChannelHandlerContext context, boolean headOnly, ChannelPromise written) {
        if (headOnly || response.content().readableBytes() <= PART_BYTES) {
            context.writeAndFlush(response, written);
            return;
        }
        context.write(new DefaultHttpResponse(response.protocolVersion(), response.status(), response.headers()));
        ByteBuf body = response.content(); // ours, and given on part by part
        while (body.readableBytes() > PART_BYTES) {
            context.write(new DefaultHttpContent(body.readRetainedSlice(PART_BYTES)));
        }
        context.writeAndFlush(new DefaultLastHttpContent(body), written);
    }

    @Override
    public void discard() {
        response.release();
    }
}
