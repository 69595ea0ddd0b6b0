package torrentkit.app.server.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
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

    /** The user event that asks to end: at once, or after the answer that is under way. */
    static final Object FINISH = new Object();

    private static final int LINGER_SECONDS = 2;
    private static final int BUSY_SECONDS = 5;

    private final HttpService service;
    private final HeaderDeadline deadline;
    private final BodyMeter meter;
    private final StallWatch stall;
    private final int limit;
    private final long memory;

    /** Whole requests that are not answered yet; the first one is being worked on. */
    private final Queue<Exchange> waiting = new ArrayDeque<>();

    private Exchange arriving;
    private boolean working; // on the first of those waiting: its answer is being made or written
    private boolean reading; // a message was asked for and has not come yet
    private boolean paused;
    private boolean readsNoMore;
    private boolean finishing;

    /** An answer, and who gets it. */
    private record Made(Answer answer, Optional<String> user) {}

    HttpSession(HttpService service, HttpLimits limits, HeaderDeadline deadline, BodyMeter meter) {
        this.service = service;
        this.deadline = deadline;
        this.meter = meter;
        this.stall = new StallWatch(Collections.min(List.of(limits.stallTime(), limits.idleTime())));
        this.limit = limits.pipelined();
        this.memory = limits.answerBytes();
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
            arriving = new Exchange(request, RequestCheck.refusal(request, service.routes), service.statistics);
            if (arriving.isRefused()) {
                readsNoMore = true; // where the next request would start is not known, or not to be waited for
            }
        }
        boolean whole = readsNoMore || message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (whole) {
            arriving.begin();
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
        Exchange next = waiting.peek();
        if (next.isRefused()) {
            write(context, next, new Made(next.refusal.get(), Optional.empty()));
            return;
        }
        Optional<WebRequest> parsed = RequestTarget.parse(next.request, context.channel());
        if (parsed.isEmpty()) {
            write(context, next, new Made(HttpAnswers.unavailable(), Optional.empty()));
            return;
        }
        made(parsed.get()).whenComplete((made, failure) -> {
            if (context.executor().inEventLoop()) {
                answered(context, next, made, failure);
                return;
            }
            try {
                context.executor().execute(() -> answered(context, next, made, failure));
            } catch (RejectedExecutionException e) { // the event loop has ended
                if (made != null) {
                    made.answer().discard();
                }
            }
        });
    }

    private CompletionStage<Made> made(WebRequest request) {
        return CompletableFuture.completedFuture(request)
                .thenCompose(service.gate::admit)
                .thenCompose(admission -> {
                    if (admission instanceof Admission.Refused refused) {
                        return CompletableFuture.completedFuture(new Made(refused.answer(), refused.user()));
                    }
                    WebRequest admitted = ((Admission.Admitted) admission).request();
                    return service.routes.answer(admitted).thenApply(answer -> new Made(answer, admitted.user()));
                });
    }

    private void answered(ChannelHandlerContext context, Exchange asked, Made made, Throwable failure) {
        if (failure != null) {
            LOG.warn("cannot answer a request: {}", Shown.text(failure.toString()));
            LOG.debug("the request that failed", failure);
            Answer answer = HttpAnswers.text(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR, "The server failed at this request; its log says more.");
            write(context, asked, new Made(answer, Optional.empty()));
        } else if (context.channel().isActive()) {
            write(context, asked, made);
        } else {
            made.answer().discard();
        }
    }

    private void write(ChannelHandlerContext context, Exchange asked, Made made) {
        Answer answer = made.answer();
        long held = asked.isHead() ? 0 : held(answer);
        if (held > 0 && !service.memory.take(held, memory)) {
            answer.discard();
            held = 0;
            answer = HttpAnswers.later("The server is sending as much as it can hold; ask again soon.", BUSY_SECONDS);
        }
        boolean last = asked.isLast() || finishing;
        HttpHeaders headers = answer.head().headers();
        if (last) {
            readsNoMore = true;
            headers.set(HttpHeaderNames.CONNECTION, "close");
        } else if (asked.request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            headers.set(HttpHeaderNames.CONNECTION, "keep-alive");
        }
        int status = answer.head().status().code();
        long taken = held;
        meter.begin(!asked.isHead());
        stall.start(context);
        ChannelPromise sent = context.newPromise();
        sent.addListener((ChannelFutureListener) written -> {
            stall.stop();
            service.memory.giveBack(taken);
            asked.end();
            service.answered(context.channel(), asked.told(), made.user(), status, meter.sent());
            if (asked.isRefused() && written.isSuccess()) {
                linger(context);
            } else if (last || !written.isSuccess()) {
                context.close();
            } else { // not from here: one answer would be made inside the other
                context.executor().execute(() -> goOn(context));
            }
        });
        answer.write(context, asked.isHead(), sent);
    }

    /** Bytes of the heap that the answer holds until it is written; 0 for few. */
    private static long held(Answer answer) {
        int bytes =
                answer instanceof WholeAnswer whole ? whole.response().content().readableBytes() : 0;
        return bytes < AnswerMemory.SMALL_BYTES ? 0 : bytes;
    }

    private void goOn(ChannelHandlerContext context) {
        waiting.remove();
        working = false;
        if (finishing) {
            context.close();
            return;
        }
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
        } else if (event == FINISH) {
            finish(context);
        } else if (event instanceof IdleStateEvent && !working) {
            context.close();
        } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            service.statistics.handshakeFailed(); // the connection is being closed
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
        meter.begin(true);
        ChannelPromise sent = context.newPromise();
        sent.addListener(written -> {
            service.answered(
                    context.channel(),
                    Optional.empty(),
                    Optional.empty(),
                    HttpResponseStatus.REQUEST_TIMEOUT.code(),
                    meter.sent());
            linger(context);
        });
        answer.write(context, false, sent);
    }

    private void finish(ChannelHandlerContext context) {
        finishing = true;
        readsNoMore = true;
        if (!working) {
            context.close();
        }
    }

    /**
     * Closes in a way that lets the client read the refusal: a socket closed over unread bytes is reset, and the reset may
     * overtake the answer. So the sending side is ended first, and what still arrives is thrown away for a moment.
     */
    private void linger(ChannelHandlerContext context) {
        readsNoMore = true;
        if (!finishing && context.channel() instanceof DuplexChannel socket && socket.isActive()) {
            SslHandler tls = context.pipeline().get(SslHandler.class);
            if (tls == null) {
                socket.shutdownOutput();
            } else {
                tls.closeOutbound().addListener(told -> socket.shutdownOutput());
            }
            socket.config().setAutoRead(true);
            context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stall.stop();
        waiting.forEach(Exchange::end);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof NotSslRecordException || cause.getCause() instanceof NotSslRecordException) {
            LOG.debug( // the message repeats all that came, passwords too
                    "closing the connection of {}: what came was no TLS",
                    context.channel().remoteAddress());
        } else {
            LOG.debug("closing the connection of {}", context.channel().remoteAddress(), cause);
        }
        context.close();
    }
}
