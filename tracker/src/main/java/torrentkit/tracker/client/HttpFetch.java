package torrentkit.tracker.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import torrentkit.peer.HostNames;
import torrentkit.peer.Transport;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;

/**
 * One GET over HTTP or HTTPS with its redirects, a connection for each. Lives on one event loop. The caller bounds the time: when
 * the future is done for any reason, the connection is closed.
 *
 * <p>A tracker on a public address may not send us to a loopback or link-local one: that would let it talk to services of this
 * machine or of its cloud. What counts are the addresses that names turn out to have, and only those are connected to.
 */
final class HttpFetch {
    private static final int MAX_LINE = 4 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int CHUNK = 8 * 1024;
    /** Addresses of one name that are tried, in the order of the resolver. */
    private static final int MAX_ADDRESSES = 4;

    private final EventLoop loop;
    private final Transport transport;
    private final HostNames names;
    private final Supplier<SslContext> tls;
    private final TrackerClientConfig config;
    private final CompletableFuture<HttpReply> result = new CompletableFuture<>();
    private boolean beenPublic;
    private int redirects;

    HttpFetch(
            EventLoop loop,
            Transport transport,
            HostNames names,
            Supplier<SslContext> tls,
            TrackerClientConfig config) {
        this.loop = loop;
        this.transport = transport;
        this.names = names;
        this.tls = tls;
        this.config = config;
    }

    /** Starts; the answer is any but a redirect. Fails with {@link AnnounceException}, completed on the event loop. */
    CompletableFuture<HttpReply> get(TrackerUrl url) {
        go(url);
        return result;
    }

    private void go(TrackerUrl url) {
        names.lookUp(url.host())
                .thenApply(addresses -> prepared(url, addresses))
                .whenCompleteAsync(
                        (addresses, failure) -> {
                            if (failure != null) {
                                fail(failure);
                            } else if (!result.isDone()) {
                                connect(url, addresses, 0);
                            }
                        },
                        loop);
    }

    /** The trust store is large: if possible it is read on the thread of the lookup, not on the loop. */
    private List<InetAddress> prepared(TrackerUrl url, List<InetAddress> addresses) {
        if (url.isTls()) {
            tls.get();
        }
        return addresses;
    }

    private void connect(TrackerUrl url, List<InetAddress> addresses, int index) {
        InetAddress address = addresses.get(index);
        if (beenPublic && isLocal(address)) {
            fail(new AnnounceException(
                    Reason.FORBIDDEN, "the tracker redirects to an address that is only this machine's: not followed"));
            return;
        }
        CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channelFactory(transport.socketChannels())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        config.connectTimeout().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        assemble(channel, url, reply);
                    }
                })
                .connect(
                        new InetSocketAddress(address, url.port()),
                        config.bind()
                                .map(from -> new InetSocketAddress(from, 0))
                                .orElse(null));
        result.whenComplete((done, failure) -> connecting.channel().close());
        connecting.addListener(connected -> {
            if (result.isDone()) {
                connecting.channel().close();
            } else if (connected.isSuccess()) {
                beenPublic |= !isLocal(address);
                reply.whenComplete((answer, failure) -> take(url, answer, failure));
                ask(connecting.channel(), url);
            } else if (index + 1 < Math.min(addresses.size(), MAX_ADDRESSES)) {
                connect(url, addresses, index + 1);
            } else {
                fail(new AnnounceException(
                        Reason.UNREACHABLE,
                        "no connection to " + url.host() + " port " + url.port() + ": "
                                + connected.cause().getMessage(),
                        connected.cause()));
            }
        });
    }

    private void assemble(Channel channel, TrackerUrl url, CompletableFuture<HttpReply> reply) {
        if (url.isTls()) {
            channel.pipeline().addLast("tls", tls.get().newHandler(channel.alloc(), url.host(), url.port()));
        }
        channel.pipeline().addLast("http", new HttpClientCodec(MAX_LINE, MAX_HEADERS, CHUNK));
        channel.pipeline().addLast("reply", new HttpReplyCollector(config.maxReplyBytes(), reply));
    }

    private void ask(Channel channel, TrackerUrl url) {
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, url.target(), Unpooled.EMPTY_BUFFER);
        request.headers()
                .set(HttpHeaderNames.HOST, url.hostField())
                .set(HttpHeaderNames.USER_AGENT, config.userAgent())
                .set(HttpHeaderNames.ACCEPT_ENCODING, "gzip")
                .set(HttpHeaderNames.CONNECTION, "close");
        channel.writeAndFlush(request, channel.voidPromise());
    }

    private void take(TrackerUrl url, HttpReply reply, Throwable failure) {
        if (failure != null) {
            fail(failure);
        } else if (!reply.isRedirect()) {
            result.complete(reply);
        } else if (++redirects > config.maxRedirects()) {
            fail(new AnnounceException(
                    Reason.FORBIDDEN, "the tracker redirects more than " + config.maxRedirects() + " times"));
        } else {
            follow(url, reply.location());
        }
    }

    private void follow(TrackerUrl from, String location) {
        try {
            URI here = URI.create(from.scheme() + "://" + from.hostField() + from.target());
            TrackerUrl next = TrackerUrl.of(here.resolve(location));
            if (next.isUdp()) {
                throw new AnnounceException(Reason.FORBIDDEN, "the tracker redirects from HTTP to UDP");
            }
            go(next);
        } catch (AnnounceException e) {
            fail(e);
        } catch (IllegalArgumentException e) {
            fail(new AnnounceException(Reason.MALFORMED, "the tracker redirects to something that is no URL", e));
        }
    }

    private void fail(Throwable failure) {
        result.completeExceptionally(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
    }

    private static boolean isLocal(InetAddress address) {
        return address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress();
    }
}
