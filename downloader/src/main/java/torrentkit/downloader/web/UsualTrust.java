package torrentkit.downloader.web;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Trust in whom Java trusts. Its store is large and on disk: it is read once, when it is needed first, on a thread of its own. Thread-safe.
 */
final class UsualTrust {
    private final Callable<SslContext> build;
    private CompletableFuture<SslContext> context; // guarded by this

    UsualTrust() {
        this(() -> SslContextBuilder.forClient()
                .endpointIdentificationAlgorithm("HTTPS")
                .build());
    }

    UsualTrust(Callable<SslContext> build) {
        this.build = build;
    }

    /** Completes on that thread; fails with an {@link IllegalArgumentException} when there is no TLS here. */
    synchronized CompletableFuture<SslContext> context() {
        if (context == null) {
            CompletableFuture<SslContext> built = new CompletableFuture<>();
            Thread thread = new Thread(() -> build(built), "torrentkit-web-seed-trust");
            thread.setDaemon(true);
            thread.start();
            context = built;
        }
        return context;
    }

    private void build(CompletableFuture<SslContext> built) {
        try {
            built.complete(build.call());
        } catch (Exception | Error e) {
            built.completeExceptionally(
                    new IllegalArgumentException("this Java installation offers no TLS: " + e.getMessage(), e));
        }
    }
}
