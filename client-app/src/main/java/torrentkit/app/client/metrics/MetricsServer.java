package torrentkit.app.client.metrics;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.http.Answer;
import torrentkit.app.client.http.LocalServer;
import torrentkit.app.client.http.LocalSite;
import torrentkit.app.client.outcome.Failure;

/**
 * The run's figures at {@code /metrics}, in Prometheus' text format. What makes that text is loaded when it is first asked for: the port
 * is open in every download, and nearly always nobody asks.
 */
public final class MetricsServer implements HistoryListener {
    private final RunFigures figures = new RunFigures();
    private final LocalServer server;

    private MetricsServer(InetSocketAddress address) {
        server = LocalServer.open(address, "torrentkit-metrics", "--metrics-port", new Site(figures));
    }

    /**
     * Opens the port that a person asked for.
     *
     * @throws Failure when it cannot be had
     */
    public static MetricsServer open(InetSocketAddress address) {
        return new MetricsServer(address);
    }

    /**
     * Opens the port that nobody asked for, unless it is taken: that is no reason not to download.
     *
     * @param note takes the sentence that says so
     */
    public static Optional<MetricsServer> openIfFree(InetSocketAddress address, Consumer<String> note) {
        try {
            return Optional.of(open(address));
        } catch (Failure taken) {
            note.accept("No metrics of this run: " + taken.getMessage());
            return Optional.empty();
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void accept(TimedEvent event) {
        figures.accept(event);
    }

    @Override
    public void close() {
        server.close();
    }

    private record Site(RunFigures figures) implements LocalSite {
        @Override
        public Optional<Answer> get(String path, String accept) {
            if (path.equals("/")) {
                return Optional.of(Answer.ok(
                        "text/plain; charset=utf-8",
                        "The metrics are at /metrics.\n".getBytes(StandardCharsets.US_ASCII)));
            }
            return path.equals("/metrics") ? Optional.of(MetricsText.of(figures.read(), accept)) : Optional.empty();
        }
    }
}
