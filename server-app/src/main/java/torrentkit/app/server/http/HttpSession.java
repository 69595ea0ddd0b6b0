package torrentkit.app.server.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;

/**
 * One HTTP connection. Requests are answered one after the other in the order in which they came; a few more are taken in
 * meanwhile, which also shows when the client goes away, and then nothing is read until there is room again. All of it runs on
 * the channel's event loop.
 */
final class HttpSession extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSession.class);

    private static final int LINGER_SECONDS = 2;

    private final HttpRoutes routes;
    private final Gate gate;
    private final HeaderDeadline deadline;
    private final int limit;

    /** Whole requests that are not answered yet; the first one is being worked on. */
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    private Waiting arriving;
    private boolean working; // on the first of those waiting: its answer is being made or written
    private boolean making; // the answer: until it is there, the client has nothing to do but wait
    private boolean reading; // a message was asked for and has not come yet
    private boolean paused;
    private boolean readsNoMore;

    /** A request, and what there is to say to it without looking at what it asks for. */
    private record Waiting(HttpRequest request, Optional<Answer> refusal) {}

    HttpSession(HttpRoutes routes, Gate gate, HeaderDeadline deadline, int limit) {
        this.routes = routes;
        this.gate = gate;
        this.deadline = deadline;
        this.limit = limit;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        readOn(context);
    }

    /** The codec may have got bytes and made no message of them, which uses up the wish for one. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (reading) {
            context.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = false;
        if (readsNoMore) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            deadline.stop();
            arriving = new Waiting(request, RequestCheck.refusal(request, routes));
            if (arriving.refusal().isPresent()) {
                readsNoMore = true; // where the next request would start is not known, or not to be waited for
            }
        }
        boolean whole = readsNoMore || message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (whole) {
            waiting.add(arriving);
            arriving = null;
            answerNext(context);
        }
        readOn(context);
    }

    private void readOn(ChannelHandlerContext context) {
        if (readsNoMore) {
            return;
        }
        paused = waiting.size() >= limit;
        if (paused) {
            deadline.stop();
        } else if (!reading) {
            reading = true;
            context.read();
        }
    }

    private void answerNext(ChannelHandlerContext context) {
        if (working || waiting.isEmpty()) {
            return;
        }
        working = true;
        Waiting next = waiting.peek();
        if (next.refusal().isPresent()) {
            write(context, next, next.refusal().get());
            return;
        }
        Optional<WebRequest> parsed = RequestTarget.parse(next.request(), context.channel());
        if (parsed.isEmpty()) {
            write(context, next, HttpAnswers.unavailable());
            return;
        }
        making = true;
        admitted(parsed.get()).whenComplete((answer, failure) -> {
            if (context.executor().inEventLoop()) {
                answered(context, next, answer, failure);
                return;
            }
            try {
                context.executor().execute(() -> answered(context, next, answer, failure));
            } catch (RejectedExecutionException e) { // the event loop has ended
                if (answer != null) {
                    answer.discard();
                }
            }
        });
    }

    private CompletionStage<Answer> admitted(WebRequest request) {
        return CompletableFuture.completedFuture(request)
                .thenCompose(gate::admit)
                .thenCompose(admission -> admission instanceof Admission.Refused refused
                        ? CompletableFuture.completedFuture(refused.answer())
                        : routes.answer(((Admission.Admitted) admission).request()));
    }

    private void answered(ChannelHandlerContext context, Waiting asked, Answer answer, Throwable failure) {
        if (failure != null) {
            LOG.warn("cannot answer a request: {}", failure.toString());
            LOG.debug("the request that failed", failure);
            write(
                    context,
                    asked,
                    HttpAnswers.text(
                            HttpResponseStatus.INTERNAL_SERVER_ERROR,
                            "The server failed at this request; its log says more."));
        } else if (context.channel().isActive()) {
            write(context, asked, answer);
        } else {
            answer.discard();
        }
    }

    private void write(ChannelHandlerContext context, Waiting asked, Answer answer) {
        making = false;
        boolean refused = asked.refusal().isPresent();
        boolean last = refused || !HttpUtil.isKeepAlive(asked.request());
        if (last) {
            readsNoMore = true;
            answer.head().headers().set(HttpHeaderNames.CONNECTION, "close");
        } else if (asked.request().protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            answer.head().headers().set(HttpHeaderNames.CONNECTION, "keep-alive");
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {} {} {}",
                    context.channel().remoteAddress(),
                    asked.request().method(),
                    Shown.text(asked.request().uri()),
                    answer.head().status().code());
        }
        ChannelPromise sent = context.newPromise();
        sent.addListener((ChannelFutureListener) written -> {
            if (refused && written.isSuccess()) {
                linger(context);
            } else if (last || !written.isSuccess()) {
                context.close();
            } else { // not from here: one answer would be made inside the other
                context.executor().execute(() -> goOn(context));
            }
        });
        answer.write(context, asked.request().method().equals(HttpMethod.HEAD), sent);
    }

    private void goOn(ChannelHandlerContext context) {
        waiting.remove();
        working = false;
        answerNext(context);
        if (paused) {
            readOn(context);
        } else if (readsNoMore && waiting.isEmpty()) {
            context.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == HeaderDeadline.EXPIRED) {
            late(context);
        } else if (event instanceof IdleStateEvent && !making) {
            context.close();
        }
    }

    private void late(ChannelHandlerContext context) {
        readsNoMore = true;
        if (working) {
            return;
        }
        Answer answer = HttpAnswers.text(
                HttpResponseStatus.REQUEST_TIMEOUT, "The header of the request took too long to arrive.");
        answer.head().headers().set(HttpHeaderNames.CONNECTION, "close");
        ChannelPromise sent = context.newPromise();
        sent.addListener(written -> linger(context));
        answer.write(context, false, sent);
    }

    /**
     * Closes in a way that lets the client read the refusal: a socket closed over unread bytes is reset, and the reset may
     * overtake the answer. So the sending side is ended first, and what still arrives is thrown away for a moment.
     */
    private void linger(ChannelHandlerContext context) {
        readsNoMore = true;
        if (context.channel() instanceof DuplexChannel socket && socket.isActive()) {
            socket.shutdownOutput();
            socket.config().setAutoRead(true);
            context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        } else {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("closing the connection of {}", context.channel().remoteAddress(), cause);
        context.close();
    }
}
