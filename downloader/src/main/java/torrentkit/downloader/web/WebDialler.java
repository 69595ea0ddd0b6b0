package torrentkit.downloader.web;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import torrentkit.downloader.discovery.Reach;
import torrentkit.peer.HostNames;
import torrentkit.peer.Transport;

/**
 * Connects to HTTP servers: looks names up, tries their addresses one after the other, and adds TLS. Thread-safe.
 *
 * <p>A server may not send us to an address that is good less far than its own, which would let it reach services of this machine, of its
 * cloud or of its site. What counts are the addresses that names turn out to have.
 */
final class WebDialler implements AutoCloseable {
    /** Addresses of one name that are tried, in the order of the resolver. */
    private static final int MAX_ADDRESSES = 4;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int LOOKUPS = 2;
    private static final int LOOKUP_SECONDS = 20;

    private final HostNames names = new HostNames(LOOKUPS, "torrentkit-web-seed-names");
    private final Transport transport;
    private final Optional<InetAddress> bind;
    private final Optional<SslContext> trusted;
    private final UsualTrust usual = new UsualTrust();

    /**
     * @param bind the address of ours to connect from
     * @param trusted whom https servers are trusted by; empty trusts whom Java trusts
     */
    WebDialler(Transport transport, Optional<InetAddress> bind, Optional<SslContext> trusted) {
        this.transport = transport;
        this.bind = bind;
        this.trusted = trusted;
    }

    /**
     * Connects.
     *
     * @param least how far the address has to be good at least, for the sake of who sent us there
     * @return completes on the loop with a connection that reads when it is told to, and fails there with what went wrong
     */
    CompletableFuture<Channel> connect(WebUrl url, EventLoop loop, Reach least) {
        CompletableFuture<Channel> outcome = new CompletableFuture<>();
        lookUp(url.host())
                .thenCombine(context(url), (addresses, tls) -> new Target(url, addresses, tls, loop, least))
                .whenCompleteAsync(
                        (target, failure) -> {
                            if (failure == null) {
                                connect(target, 0, outcome);
                            } else {
                                outcome.completeExceptionally(failure);
                            }
                        },
                        loop);
        return outcome;
    }

    /** All addresses of a host; see {@link HostNames#lookUp}. Fails with a {@link TimeoutException} when that takes too long. */
    CompletableFuture<List<InetAddress>> lookUp(String host) {
        return names.lookUp(host).orTimeout(LOOKUP_SECONDS, TimeUnit.SECONDS);
    }

    private record Target(WebUrl url, List<InetAddress> addresses, SslContext tls, EventLoop loop, Reach least) {}

    private void connect(Target target, int index, CompletableFuture<Channel> outcome) {
        InetAddress address = target.addresses.get(index);
        if (Reach.of(address).compareTo(target.least) < 0) {
            outcome.completeExceptionally(new IllegalArgumentException(
                    "it redirects to an address that is only this machine's or its network's"));
            return;
        }
        WebUrl url = target.url;
        ChannelFuture connecting = new Bootstrap()
                .group(target.loop)
                .channelFactory(transport.socketChannels())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (target.tls != null) {
                            channel.pipeline()
                                    .addLast("tls", target.tls.newHandler(channel.alloc(), url.host(), url.port()));
                        }
                    }
                })
                .connect(
                        new InetSocketAddress(address, url.port()),
                        bind.map(from -> new InetSocketAddress(from, 0)).orElse(null));
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                outcome.complete(connecting.channel());
            } else if (index + 1 < Math.min(target.addresses.size(), MAX_ADDRESSES)) {
                connect(target, index + 1, outcome);
            } else {
                outcome.completeExceptionally(connected.cause());
            }
        });
    }

    /** Null where none is needed. */
    private CompletableFuture<SslContext> context(WebUrl url) {
        return url.tls()
                ? trusted.map(CompletableFuture::completedFuture).orElseGet(usual::context)
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        names.close();
    }
}
