package torrentkit.app.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;

/**
 * An answer whose body is in memory already.
 *
 * @param response owned by the answer until it is written or discarded
 */
public record WholeAnswer(FullHttpResponse response) implements Answer {
    @Override
    public HttpResponse head() {
        return response;
    }

    /** The codec leaves the body of an answer to HEAD out. */
    @Override
    public void write(ChannelHandlerContext context, boolean headOnly, ChannelPromise written) {
        context.writeAndFlush(response, written);
    }

    @Override
    public void discard() {
        response.release();
    }
}
