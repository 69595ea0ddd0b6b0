package torrentkit.downloader.web;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The addresses of web seeds, from the system's resolver, which blocks: so on a thread of its own that ends when idle. Thread-safe.
 */
final class HostNames implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int QUEUED = 1000;
    private static final int PATIENCE_SECONDS = 20;

    private final ThreadPoolExecutor threads;

    HostNames() {
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUED),
                new DefaultThreadFactory("torrentkit-web-seed-names", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * All addresses of a name, at least one; an address needs no thread. Fails with an {@link UnknownHostException}, or a
     * {@link TimeoutException} when the resolver takes too long.
     */
    CompletableFuture<List<InetAddress>> lookUp(String host) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
        if (literal != null) {
            return CompletableFuture.completedFuture(List.of(literal));
        }
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    found.complete(List.of(InetAddress.getAllByName(host)));
                } catch (UnknownHostException | RuntimeException e) {
                    found.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            found.completeExceptionally(e);
        }
        return found.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Does not wait: a lookup under way cannot be interrupted, and its thread is a daemon. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
