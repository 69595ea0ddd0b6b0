package torrentkit.peer;

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

/**
 * Turns host names into addresses with the system's resolver, which blocks, perhaps for half a minute: so on a few threads of its
 * own, never on an event loop. The threads end when idle. Thread-safe.
 */
public final class HostNames implements AutoCloseable {
    private static final int QUEUED = 1000;

    private final ThreadPoolExecutor threads;

    /**
     * Starts nothing yet.
     *
     * @param lookups how many may be under way at once, at least 1; more wait
     * @param name of the threads, which are daemons named {@code name-N}
     */
    public HostNames(int lookups, String name) {
        threads = new ThreadPoolExecutor(
                lookups,
                lookups,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUED),
                new DefaultThreadFactory(name, true));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * All addresses of a name, at least one, in the order of the resolver. An address needs no thread. Fails with an
     * {@link UnknownHostException} whose message is a sentence for people.
     */
    public CompletableFuture<List<InetAddress>> lookUp(String host) {
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
                    found.completeExceptionally(unknown("there is no host named " + host, e));
                }
            });
        } catch (RejectedExecutionException e) {
            found.completeExceptionally(unknown(
                    threads.isShutdown()
                            ? host + " is not looked up any more"
                            : "too many host names wait to be looked up",
                    e));
        }
        return found;
    }

    private static UnknownHostException unknown(String sentence, Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(sentence);
        unknown.initCause(cause);
        return unknown;
    }

    /** Does not wait: a lookup under way cannot be interrupted, and its thread is a daemon. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
