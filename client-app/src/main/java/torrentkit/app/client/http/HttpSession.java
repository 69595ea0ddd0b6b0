package torrentkit.app.client.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One request and its answer, after which the connection ends, or becomes a WebSocket. What a client sends after its request is thrown
 * away. Runs on the channel's event loop.
 */
final class HttpSession extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger LOG = System.getLogger(HttpSession.class.getName());
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final LocalSite site;
    private final HostCheck hosts;
    private final HttpLimits limits;
    private Future<?> deadline;
    private HttpRequest request;
    private boolean answered;

    HttpSession(LocalSite site, HostCheck hosts, HttpLimits limits) {
        this.site = site;
        this.hosts = hosts;
        this.limits = limits;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(
                        () -> refuse(context, 408, "The request did not arrive in time."),
                        limits.requestTime().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (answered) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            refuseMalformed(context, message.decoderResult().cause());
            return;
        }
        if (message instanceof HttpRequest begun) {
            request = begun;
            Optional<Answer> refusal = refusal(begun);
            if (refusal.isPresent()) {
                answer(context, refusal.get());
                return;
            }
        }
        if (message instanceof LastHttpContent) {
            serve(context);
        }
    }

    private void refuseMalformed(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            refuse(context, 414, "The request line is longer than " + HttpLimits.REQUEST_LINE_BYTES + " bytes.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(context, 431, "The header fields are longer than " + HttpLimits.HEADER_BYTES + " bytes.");
        } else {
            refuse(context, 400, "This is no HTTP request.");
        }
    }

    /** Why a request is not served at all. */
    private Optional<Answer> refusal(HttpRequest asked) {
        HttpHeaders headers = asked.headers();
        if (!hosts.admits(headers.getAll(HttpHeaderNames.HOST))) {
            return Optional.of(Answer.sentence(
                    421,
                    "This server goes by the name of localhost and by IP addresses; the request names another host."));
        }
        if (!asked.method().equals(HttpMethod.GET) && !asked.method().equals(HttpMethod.HEAD)) {
            return Optional.of(Answer.sentence(405, "Only GET and HEAD are understood here."));
        }
        if (HttpUtil.isTransferEncodingChunked(asked)
                || !headers.get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0")) {
            return Optional.of(Answer.sentence(413, "A request with a body is not understood here."));
        }
        if (!asked.uri().startsWith("/")) {
            return Optional.of(Answer.sentence(400, "The request's target must be a path."));
        }
        return Optional.empty();
    }

    private void serve(ChannelHandlerContext context) {
        int query = request.uri().indexOf('?');
        String path = query < 0 ? request.uri() : request.uri().substring(0, query);
        Optional<Feed> feed = site.feed(path);
        if (feed.isPresent()) {
            follow(context, feed.get());
            return;
        }
        Answer answer;
        try {
            answer = site.get(path, request.headers().get(HttpHeaderNames.ACCEPT, ""))
                    .orElseGet(() -> Answer.sentence(404, "There is nothing here."));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "a request to the local web server could not be answered", e);
            answer = Answer.sentence(500, "The answer could not be made.");
        }
        answer(context, answer);
    }

    private void follow(ChannelHandlerContext context, Feed feed) {
        HttpHeaders headers = request.headers();
        boolean asksToUpgrade = headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "").equals("13");
        if (!asksToUpgrade) {
            refuse(context, 426, "This is a WebSocket of version 13.");
            return;
        }
        boolean wellFormed = request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY).size() == 1;
        if (!wellFormed) {
            refuse(context, 400, "This is no opening handshake of a WebSocket.");
            return;
        }
        if (!HostCheck.isSameOrigin(headers.getAll(HttpHeaderNames.ORIGIN), headers.get(HttpHeaderNames.HOST))) {
            refuse(context, 403, "A page of another origin may not follow this.");
            return;
        }
        answered = true;
        deadline.cancel(false);
        FullHttpRequest handshake = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                headers,
                headers.copy().clear());
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshaker13(
                request.uri(),
                null,
                WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(HttpLimits.FRAME_BYTES)
                        .allowExtensions(false)
                        .build());
        handshaker.handshake(context.channel(), handshake).addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                FeedSession.install(context, this, feed, limits);
            } else {
                context.close();
            }
        });
    }

    private void refuse(ChannelHandlerContext context, int status, String sentence) {
        answer(context, Answer.sentence(status, sentence));
    }

    private void answer(ChannelHandlerContext context, Answer answer) {
        if (answered) {
            return;
        }
        answered = true;
        deadline.cancel(false);
        context.writeAndFlush(response(answer)).addListener((ChannelFutureListener) sent -> {
            if (sent.isSuccess()) {
                sayGoodbye(context);
            } else {
                context.close();
            }
        });
    }

    private FullHttpResponse response(Answer answer) {
        boolean head = request != null && request.method().equals(HttpMethod.HEAD);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY);
        headers.set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY");
        headers.set("x-content-type-options", "nosniff");
        headers.set("referrer-policy", "no-referrer");
        headers.set("cross-origin-resource-policy", "same-origin");
        headers.set("cross-origin-opener-policy", "same-origin");
        if (answer.status() == 405) {
            headers.set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        if (answer.status() == 426) {
            headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        }
        return response;
    }

    /** To close over what the client has sent meanwhile would reset the connection, and take our answer from it. */
    private void sayGoodbye(ChannelHandlerContext context) {
        Channel channel = context.channel();
        ((DuplexChannel) channel).shutdownOutput();
        Future<?> patience = context.executor()
                .schedule(() -> channel.close(), limits.farewellTime().toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> patience.cancel(false));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == HttpPipeline.FAREWELL) {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.cancel(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(Level.DEBUG, "a connection to the local web server failed", cause);
        context.close();
    }
}
