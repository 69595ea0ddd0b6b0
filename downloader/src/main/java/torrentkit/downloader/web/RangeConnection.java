package torrentkit.downloader.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import torrentkit.downloader.discovery.Reach;

/**
 * One connection to an HTTP/1.1 server, on which parts of files are asked for one after the other. It reads from the socket only when it
 * is told to, so that whoever cannot take more lets the server wait. Belongs to its event loop.
 */
final class RangeConnection extends SimpleChannelInboundHandler<HttpObject> {
    private static final int MAX_LINE = 4 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int CHUNK = 256 * 1024;

    /** Whoever asks. Called on the event loop. */
    interface Listener {
        /** The answer begins. Informational ones (1xx) are passed over. */
        void head(HttpResponse head);

        /** Some of its body; the buffer is only lent. */
        void data(ByteBuf data);

        /** The answer is complete. */
        void ended();

        /** What was read has been told; more comes when {@link RangeConnection#read} is called. */
        void readDone();

        /** The connection is gone. Called once, unless {@link RangeConnection#close} or {@link #nonsense} came before. */
        void lost(String why);

        /** What comes is no HTTP, and the connection is gone. */
        void nonsense(String why);
    }

    private final Channel channel;
    private final WebUrl server;
    private final String userAgent;
    private final Listener listener;
    private boolean awaited; // whether an answer is due
    private boolean informational;
    private boolean keepsAlive = true;
    private boolean closed;

    private RangeConnection(Channel channel, WebUrl server, String userAgent, Listener listener) {
        this.channel = channel;
        this.server = server;
        this.userAgent = userAgent;
        this.listener = listener;
    }

    /**
     * Takes a new connection over.
     *
     * @param server any URL of the server that it leads to
     */
    static RangeConnection on(Channel channel, WebUrl server, String userAgent, Listener listener) {
        RangeConnection connection = new RangeConnection(channel, server, userAgent, listener);
        channel.pipeline().addLast("http", new HttpClientCodec(MAX_LINE, MAX_HEADERS, CHUNK));
        channel.pipeline().addLast("ranges", connection);
        if (!channel.isActive()) {
            channel.eventLoop().execute(() -> connection.lose("the connection was closed at once"));
        }
        return connection;
    }

    /** Whether the next part may be asked for here. */
    boolean serves(WebUrl url) {
        return !closed && !awaited && keepsAlive && channel.isActive() && server.isSameServer(url);
    }

    /** How far the server's address is good. */
    Reach reach() {
        return Reach.of(((InetSocketAddress) channel.remoteAddress()).getAddress());
    }

    /** Asks for consecutive bytes of a file; only while {@link #serves}. */
    void ask(WebUrl url, SeedFiles.Span span) {
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, url.target(), Unpooled.EMPTY_BUFFER);
        request.headers()
                .set(HttpHeaderNames.HOST, url.hostField())
                .set(HttpHeaderNames.USER_AGENT, userAgent)
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY)
                .set(HttpHeaderNames.RANGE, "bytes=" + span.begin() + "-" + (span.end() - 1));
        url.authorization().ifPresent(value -> request.headers().set(HttpHeaderNames.AUTHORIZATION, value));
        awaited = true;
        channel.writeAndFlush(request).addListener(sent -> {
            if (!sent.isSuccess()) {
                lose("the request could not be sent: " + sent.cause().getMessage());
            }
        });
    }

    /** Lets the next bytes come. */
    void read() {
        channel.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (closed) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            close();
            listener.nonsense("it does not answer in HTTP");
            return;
        }
        if (!awaited) {
            close();
            listener.nonsense("it sends answers that nobody asked for");
            return;
        }
        if (part instanceof HttpResponse head) {
            informational = head.status().code() < 200;
            if (!informational) {
                keepsAlive = HttpUtil.isKeepAlive(head);
                listener.head(head);
            }
        }
        if (part instanceof HttpContent content && !informational && !closed) {
            if (content.content().isReadable()) {
                listener.data(content.content());
            }
            if (part instanceof LastHttpContent && !closed) {
                awaited = false;
                if (!keepsAlive) {
                    close();
                }
                listener.ended();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!closed) {
            listener.readDone();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lose(awaited ? "it closed the connection before its answer was complete" : "it closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        lose("the connection failed: " + cause.getMessage());
    }

    private void lose(String why) {
        if (!closed) {
            close();
            listener.lost(why);
        }
    }

    /** Ends it; nothing more is told. */
    void close() {
        closed = true;
        channel.close();
    }
}
