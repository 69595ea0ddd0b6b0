package torrentkit.tracker.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.ScrapeResponse;
import torrentkit.tracker.http.AnnounceBody;
import torrentkit.tracker.http.AnnounceQuery;
import torrentkit.tracker.http.FailureBody;
import torrentkit.tracker.http.ScrapeBody;
import torrentkit.tracker.http.ScrapeQuery;

/**
 * One HTTP connection to the tracker. One instance a channel; called on its event loop.
 *
 * <p>This is not built on Netty's {@code HttpServerCodec}: a tracker needs the request target and three header fields, and
 * answers with one small buffer. Reading those straight from the bytes, and writing head and body at once, cost 10.7 µs of
 * processor time an announce where the codec cost 16.0, the kernel's share included (64 keep-alive connections, 50 peers an
 * answer, one loop, two cores, measured in turn).
 *
 * <p>Requests that arrive together are answered together and in order, up to {@link #PIPELINE} in one write. While the client
 * does not read its answers, nothing more is read from it. Every way to be slow ends with the connection:
 * {@link #HEAD_SECONDS} for a whole request head, {@link #IDLE_SECONDS} between requests, {@link #WRITE_SECONDS} without
 * taking an answer.
 */
final class HttpTrackerHandler extends ChannelInboundHandlerAdapter {
    static final int HEAD_SECONDS = 10;
    static final int IDLE_SECONDS = 60;
    static final int WRITE_SECONDS = 30;
    /** How long the rest of a refused request is swallowed, so that the client can read why it was refused. */
    static final int LINGER_SECONDS = 2;
    /** Answers in one write. */
    static final int PIPELINE = 16;
    /** The most bytes that one read brings. */
    static final int READ_BYTES = 8 * 1024;

    private static final Logger LOG = System.getLogger(HttpTrackerHandler.class.getName());
    /** Over TLS one read may complete a record of 16 KiB that has come in pieces. */
    private static final int BURST_BYTES = READ_BYTES + 16 * 1024;

    private static final int HELD_BYTES = RequestHead.MAX_LINE + RequestHead.MAX_HEADERS + 2 * BURST_BYTES;
    /** Where a loop puts what it has just read: plain arrays are much faster to scan than buffers. */
    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[HELD_BYTES];
        }
    };

    private static final byte[] NOTHING = {};
    private static final String ANNOUNCE = "/announce";
    private static final String SCRAPE = "/scrape";

    private enum Phase {
        /** Waiting for a request, or for its first byte. */
        IDLE(IDLE_SECONDS),
        /** A request has begun. */
        HEAD(HEAD_SECONDS),
        /** The client does not take its answers; nothing is read. */
        BLOCKED(WRITE_SECONDS),
        /** Refused: whatever still comes is dropped. */
        LINGERING(LINGER_SECONDS);

        private final long nanos;

        Phase(int seconds) {
            this.nanos = TimeUnit.SECONDS.toNanos(seconds);
        }
    }

    private final TrackerLogic logic;
    private final TrackerCounters counters;
    private final RequestHead head = new RequestHead();

    private InetAddress from;
    private InetAddress to;
    private byte[] held = NOTHING;
    private int searched;
    private Phase phase = Phase.HEAD; // the first request is due at once
    private long phaseSince;
    private Future<?> timer;

    HttpTrackerHandler(TrackerLogic logic, TrackerCounters counters) {
        this.logic = logic;
        this.counters = counters;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        from = Addresses.plain(((InetSocketAddress) ctx.channel().remoteAddress()).getAddress());
        to = Addresses.plain(((InetSocketAddress) ctx.channel().localAddress()).getAddress());
        phaseSince = now(ctx);
        schedule(ctx, phase.nanos);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        held = NOTHING;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            int arrived = in.readableBytes();
            if (phase == Phase.LINGERING || arrived == 0) {
                return;
            }
            byte[] bytes = SCRATCH.get();
            int kept = held.length;
            if (kept + arrived > bytes.length) {
                throw new IllegalStateException("read " + arrived + " bytes while " + kept + " were kept");
            }
            System.arraycopy(held, 0, bytes, 0, kept);
            in.readBytes(bytes, kept, arrived);
            if (phase == Phase.BLOCKED) {
                held = Arrays.copyOf(bytes, kept + arrived);
            } else {
                serve(ctx, bytes, kept + arrived);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (phase == Phase.BLOCKED && ctx.channel().isWritable()) {
            enter(ctx, Phase.IDLE);
            byte[] waiting = held;
            held = NOTHING;
            serve(ctx, waiting, waiting.length);
            if (phase != Phase.BLOCKED) { // else it would read more than it has place for
                ctx.channel().config().setAutoRead(true);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof NotSslRecordException || cause.getCause() instanceof NotSslRecordException) {
            LOG.log(Level.DEBUG, "what came was no TLS"); // the message repeats all of it, keys too
        } else if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOG.log(Level.DEBUG, "tracker connection", cause);
        } else {
            LOG.log(Level.ERROR, "tracker connection closed by a fault of the tracker", cause);
        }
        ctx.close();
    }

    /** Answers every complete request among the first {@code length} bytes and keeps the rest. */
    private void serve(ChannelHandlerContext ctx, byte[] bytes, int length) {
        int at = 0;
        int answered = 0;
        ByteBuf out = null;
        while (at < length) {
            if (bytes[at] == '\r' || bytes[at] == '\n') {
                at++; // a line end too many between requests is not worth a quarrel (RFC 9112, 2.2)
                continue;
            }
            int end = head.read(bytes, at, at + searched, length);
            searched = 0;
            if (head.error() != 0) {
                refuse(ctx, out);
                return;
            }
            if (end == RequestHead.INCOMPLETE) {
                searched = length - at;
                break;
            }
            out = answer(ctx, bytes, out);
            at = end;
            if (!head.keepAlive()) {
                enter(ctx, Phase.LINGERING);
                ctx.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
                return;
            }
            if (++answered % PIPELINE == 0) {
                ctx.writeAndFlush(out, ctx.voidPromise());
                out = null;
                if (!ctx.channel().isWritable()) {
                    break;
                }
            }
        }
        held = at < length ? Arrays.copyOfRange(bytes, at, length) : NOTHING;
        if (out != null) {
            ctx.writeAndFlush(out, ctx.voidPromise());
        }
        afterwards(ctx, answered);
    }

    private void afterwards(ChannelHandlerContext ctx, int answered) {
        if (!ctx.channel().isWritable()) {
            ctx.channel().config().setAutoRead(false);
            enter(ctx, Phase.BLOCKED);
        } else if (held.length == 0) {
            enter(ctx, Phase.IDLE);
        } else if (answered > 0 || phase == Phase.IDLE) {
            enter(ctx, Phase.HEAD);
        }
    }

    private ByteBuf answer(ChannelHandlerContext ctx, byte[] bytes, ByteBuf before) {
        try {
            if (isAt(ANNOUNCE)) {
                AnnounceRequest request = AnnounceQuery.parse(bytes, head.queryFrom(), head.queryTo());
                AnnounceResponse response =
                        logic.announce(request, key(ANNOUNCE), from, to, false).withExternalIp(from);
                AnnounceBody.Form form = request.compact()
                        ? AnnounceBody.Form.COMPACT
                        : request.noPeerId()
                                ? AnnounceBody.Form.DICTIONARIES_WITHOUT_IDS
                                : AnnounceBody.Form.DICTIONARIES;
                ByteBuf out = room(ctx, before, AnnounceBody.sizeHint(response, form));
                int start = HttpReplies.begin(out, head.keepAlive(), head.http10());
                int body = out.writerIndex();
                AnnounceBody.write(response, form, out);
                HttpReplies.finish(out, start, body, head.headOnly());
                counters.announces.increment();
                return out;
            }
            if (isAt(SCRAPE)) {
                ScrapeResponse response =
                        logic.scrape(ScrapeQuery.parse(bytes, head.queryFrom(), head.queryTo()), key(SCRAPE), from);
                ByteBuf out = room(ctx, before, ScrapeBody.sizeHint(response));
                int start = HttpReplies.begin(out, head.keepAlive(), head.http10());
                int body = out.writerIndex();
                ScrapeBody.write(response, out);
                HttpReplies.finish(out, start, body, head.headOnly());
                counters.scrapes.increment();
                return out;
            }
        } catch (ClientException e) {
            return failure(ctx, before, e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an HTTP request could not be answered", e);
            return failure(ctx, before, new ClientException("internal error"));
        }
        counters.malformed.increment();
        byte[] missing = HttpReplies.error(404, head.keepAlive(), head.headOnly());
        return room(ctx, before, missing.length).writeBytes(missing);
    }

    private boolean isAt(String path) {
        return head.isPath(path) || logic.knowsKeys() && head.isKeyedPath(path);
    }

    private Optional<String> key(String path) {
        return head.isPath(path) ? Optional.empty() : Optional.of(head.key(path));
    }

    private ByteBuf failure(ChannelHandlerContext ctx, ByteBuf before, ClientException refusal) {
        counters.refusals.increment();
        ByteBuf out = room(ctx, before, 128);
        int start = HttpReplies.begin(out, head.keepAlive(), head.http10());
        int body = out.writerIndex();
        FailureBody.write(refusal, out);
        HttpReplies.finish(out, start, body, head.headOnly());
        return out;
    }

    /** One buffer for all answers of a burst; it grows when several requests came together. */
    private static ByteBuf room(ChannelHandlerContext ctx, ByteBuf before, int body) {
        return before != null ? before : ctx.alloc().ioBuffer(HttpReplies.MAX_HEAD + body);
    }

    /** Says what is wrong, ends our half and waits a moment: closing over unread bytes would destroy the answer on its way. */
    private void refuse(ChannelHandlerContext ctx, ByteBuf before) {
        counters.malformed.increment();
        held = NOTHING;
        byte[] error = HttpReplies.error(head.error(), false, head.headOnly());
        ByteBuf out = room(ctx, before, error.length).writeBytes(error);
        enter(ctx, Phase.LINGERING);
        ctx.writeAndFlush(out).addListener(done -> {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            if (done.isSuccess() && tls != null) {
                tls.closeOutbound();
            } else if (done.isSuccess() && ctx.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                ctx.close();
            }
        });
        schedule(ctx, phase.nanos);
    }

    // ---- time ----

    private void enter(ChannelHandlerContext ctx, Phase next) {
        phase = next;
        phaseSince = now(ctx);
    }

    /** One timer a connection, set anew only when it has fired: requests do not touch it. */
    private void check(ChannelHandlerContext ctx) {
        long rest = phase.nanos - (now(ctx) - phaseSince);
        if (rest <= 0) {
            ctx.close();
        } else {
            schedule(ctx, Math.min(rest, Phase.HEAD.nanos)); // a shorter phase may begin meanwhile
        }
    }

    private void schedule(ChannelHandlerContext ctx, long nanos) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = ctx.executor().schedule(() -> check(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private static long now(ChannelHandlerContext ctx) {
        return ctx.executor().ticker().nanoTime();
    }
}
