package torrentkit.tracker.client;

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
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;

/**
 * Turns host names into addresses with the system's resolver, which blocks, perhaps for half a minute: so on a few threads of its
 * own, never on an event loop. The threads end when idle.
 */
final class NameLookup implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int QUEUED = 1000;

    private final ThreadPoolExecutor threads;

    NameLookup() {
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUED),
                new DefaultThreadFactory("torrentkit-tracker-names", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /** All addresses of a name, at least one; fails with an {@link AnnounceException}. An address needs no thread. */
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
                    found.completeExceptionally(unreachable("there is no host named " + host, e));
                }
            });
        } catch (RejectedExecutionException e) {
            found.completeExceptionally(unreachable("too many host names wait to be looked up", e));
        }
        return found;
    }

    private static AnnounceException unreachable(String message, Throwable cause) {
        return new AnnounceException(Reason.UNREACHABLE, message, cause);
    }

    /** Does not wait: a lookup under way cannot be interrupted, and its thread is a daemon. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
