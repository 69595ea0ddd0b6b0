package torrentkit.app.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;

/** The answer to one request, complete but for what concerns the connection. Written once, or discarded. */
public interface Answer {
    /** Status and header; the session adds what concerns the connection before it writes. */
    HttpResponse head();

    /**
     * Writes head and body and flushes. Called on the channel's event loop.
     *
     * @param headOnly whether the request was a HEAD: the header as it would be, and no body
     * @param written completes when the socket has taken all of it, or fails; completed on the event loop
     */
    void write(ChannelHandlerContext context, boolean headOnly, ChannelPromise written);

    /** Gives up what the answer holds when it will not be written. Any thread. */
    void discard();
}
