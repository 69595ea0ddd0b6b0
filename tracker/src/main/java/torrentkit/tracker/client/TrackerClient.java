package torrentkit.tracker.client;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import torrentkit.peer.HostNames;
import torrentkit.peer.Transport;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.ScrapeResponse;
import torrentkit.tracker.http.AnnounceBody;
import torrentkit.tracker.http.AnnounceQuery;
import torrentkit.tracker.http.ScrapeBody;
import torrentkit.tracker.http.ScrapeQuery;

/**
 * Asks trackers, once for each call, over HTTP, HTTPS or UDP, as the URL says. Any thread may call. Every future is completed
 * within the configured time, on an event loop, and fails with nothing but {@link AnnounceException}. Cancelling one ends its
 * connection.
 */
public final class TrackerClient implements AutoCloseable {
    private static final int LOOKUPS = 4;

    private final TrackerClientConfig config;
    private final EventLoopGroup loops;
    private final Transport transport;
    private final boolean ownLoops;
    private final HostNames names = new HostNames(LOOKUPS, "torrentkit-tracker-names");
    private final Supplier<SslContext> tls;
    private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private TrackerClient(TrackerClientConfig config, EventLoopGroup loops, boolean ownLoops) {
        this.config = config;
        this.loops = loops;
        this.transport = Transport.of(loops);
        this.ownLoops = ownLoops;
        this.tls =
                config.tls().<Supplier<SslContext>>map(context -> () -> context).orElseGet(LazyTls::new);
    }

    /** A client with one event loop of its own. */
    public static TrackerClient open(TrackerClientConfig config) {
        return new TrackerClient(config, Transport.best().newGroup(1, "torrentkit-announce"), true);
    }

    /** A client on loops that the application has anyway; closing the client leaves them running. */
    public static TrackerClient open(TrackerClientConfig config, EventLoopGroup loops) {
        return new TrackerClient(config, loops, false);
    }

    /** A tracker's URL for people: without its query and the long segments of its path, which often hold a secret. */
    public static String shown(URI tracker) {
        return TrackerUrl.shown(tracker);
    }

    /** Announces to one tracker. */
    public CompletableFuture<AnnounceResponse> announce(URI tracker, AnnounceRequest request) {
        return ask(
                tracker,
                (url, loop) -> url.isUdp()
                        ? bounded(
                                loop,
                                url,
                                udp(loop, url, UdpMessages.ANNOUNCE, UdpMessages.announce(request, url.target())),
                                answer -> UdpMessages.announced(answer.body(), answer.from()))
                        : bounded(
                                loop,
                                url,
                                http(loop, url.withQuery(AnnounceQuery.format(request))),
                                reply -> AnnounceBody.parse(body(reply))));
    }

    /**
     * Scrapes one tracker.
     *
     * @param tracker its announce URL; the place to scrape follows from it (BEP 48)
     */
    public CompletableFuture<ScrapeResponse> scrape(URI tracker, ScrapeRequest request) {
        URI place = TrackerUrl.scrapeOf(tracker).orElse(null);
        if (place == null) {
            return CompletableFuture.failedFuture(new AnnounceException(
                    Reason.FORBIDDEN, "the tracker " + TrackerUrl.shown(tracker) + " has no place for scrapes"));
        }
        return ask(
                place,
                (url, loop) -> url.isUdp()
                        ? bounded(
                                loop,
                                url,
                                udp(loop, url, UdpMessages.SCRAPE, UdpMessages.scrape(request)),
                                answer -> UdpMessages.scraped(answer.body(), request.infoHashes()))
                        : bounded(
                                loop,
                                url,
                                http(loop, url.withQuery(ScrapeQuery.format(request))),
                                reply -> ScrapeBody.parse(body(reply))));
    }

    private <T> CompletableFuture<T> ask(
            URI tracker, BiFunction<TrackerUrl, EventLoop, CompletableFuture<T>> question) {
        try {
            if (closed) {
                throw closed(null);
            }
            return question.apply(TrackerUrl.of(tracker), loops.next());
        } catch (AnnounceException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(closed(e));
        }
    }

    private static AnnounceException closed(Throwable cause) {
        return new AnnounceException(Reason.UNREACHABLE, "the tracker client is closed", cause);
    }

    private CompletableFuture<HttpReply> http(EventLoop loop, TrackerUrl url) {
        return new HttpFetch(loop, transport, names, tls, config).get(url);
    }

    private CompletableFuture<UdpExchange.Answer> udp(EventLoop loop, TrackerUrl url, int action, byte[] question) {
        return new UdpExchange(loop, transport, names, config.bind(), action, question).ask(url);
    }

    /** Reads the answer when it comes, and gives up when it does not; either way the exchange ends. */
    private <R, T> CompletableFuture<T> bounded(
            EventLoop loop, TrackerUrl url, CompletableFuture<R> exchange, Function<R, T> reader) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        pending.add(answer);
        long millis = config.requestTimeout().toMillis();
        Future<?> timer = loop.schedule(
                () -> answer.completeExceptionally(new AnnounceException(
                        Reason.UNREACHABLE, "no answer from " + url.host() + " within " + millis + " ms")),
                millis,
                TimeUnit.MILLISECONDS);
        exchange.thenApply(reader).whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(plain(failure));
            }
        });
        answer.whenComplete((value, failure) -> {
            pending.remove(answer);
            timer.cancel(false);
            exchange.cancel(false);
        });
        if (closed) {
            answer.completeExceptionally(closed(null)); // by another thread, which may not have seen this answer
        }
        return answer;
    }

    /** The body of a good answer. Some trackers send their failure reason with a bad status: then that is what counts. */
    private byte[] body(HttpReply reply) {
        byte[] content = reply.content(config.maxReplyBytes());
        if (reply.status() == 200) {
            return content;
        }
        try {
            AnnounceBody.parse(content);
        } catch (AnnounceException e) {
            if (e.reason() == Reason.REFUSED) {
                throw e;
            }
        }
        throw new AnnounceException(Reason.UNREACHABLE, "the tracker answers with HTTP status " + reply.status());
    }

    private static AnnounceException plain(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof AnnounceException known) {
            return known;
        }
        String why =
                cause instanceof UnknownHostException ? cause.getMessage() : "the tracker could not be asked: " + cause;
        return new AnnounceException(Reason.UNREACHABLE, why, cause);
    }

    /** The loop on which an announcer is to live. */
    EventLoop nextLoop() {
        return loops.next();
    }

    /** Ends what is under way, as failed. Waits for the client's own thread, at most some seconds. */
    @Override
    public void close() {
        closed = true;
        names.close();
        pending.forEach(answer -> answer.completeExceptionally(closed(null)));
        if (ownLoops) {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        }
    }

    /** The trust store is large; it is read when the first https tracker is met. */
    private static final class LazyTls implements Supplier<SslContext> {
        private SslContext context;

        @Override
        public synchronized SslContext get() {
            try {
                if (context == null) {
                    context = SslContextBuilder.forClient()
                            .endpointIdentificationAlgorithm("HTTPS")
                            .build();
                }
                return context;
            } catch (SSLException e) {
                throw new AnnounceException(
                        Reason.UNREACHABLE, "this Java installation offers no TLS: " + e.getMessage(), e);
            }
        }
    }
}
