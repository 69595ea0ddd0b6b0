package torrentkit.tracker.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;

/** Puts one HTTP answer together, up to a length, and closes the connection. One instance a channel; on its event loop. */
final class HttpReplyCollector extends SimpleChannelInboundHandler<HttpObject> {
    private final int maxBytes;
    private final CompletableFuture<HttpReply> reply;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private HttpResponse response;

    HttpReplyCollector(int maxBytes, CompletableFuture<HttpReply> reply) {
        this.maxBytes = maxBytes;
        this.reply = reply;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) throws IOException {
        if (reply.isDone()) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            fail(
                    ctx,
                    Reason.MALFORMED,
                    "the tracker does not answer in HTTP",
                    part.decoderResult().cause());
            return;
        }
        if (part instanceof HttpResponse head) {
            response = head;
        }
        if (part instanceof HttpContent content) {
            int length = content.content().readableBytes();
            if (body.size() + length > maxBytes) {
                fail(ctx, Reason.MALFORMED, "the tracker's answer is longer than " + maxBytes + " bytes", null);
                return;
            }
            content.content().readBytes(body, length);
            if (part instanceof LastHttpContent && response.status().code() >= 200) {
                complete(ctx);
            }
        }
    }

    private void complete(ChannelHandlerContext ctx) {
        String coding = response.headers()
                .get(HttpHeaderNames.CONTENT_ENCODING, "identity")
                .trim();
        boolean gzip = coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip");
        if (!gzip && !coding.equalsIgnoreCase("identity")) {
            fail(ctx, Reason.MALFORMED, "the tracker's answer is compressed in a way that was not asked for", null);
            return;
        }
        String location = response.headers().get(HttpHeaderNames.LOCATION);
        reply.complete(new HttpReply(response.status().code(), location, gzip, body.toByteArray()));
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, Reason.UNREACHABLE, "the tracker closed the connection before its answer was complete", null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, Reason.UNREACHABLE, "the connection to the tracker failed: " + cause.getMessage(), cause);
    }

    private void fail(ChannelHandlerContext ctx, Reason reason, String message, Throwable cause) {
        reply.completeExceptionally(new AnnounceException(reason, message, cause));
        ctx.close();
    }
}
