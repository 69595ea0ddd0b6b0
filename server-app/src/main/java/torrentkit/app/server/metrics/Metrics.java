package torrentkit.app.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * The figures of this process by name. Each is a function that is asked at every reading; it must be quick and may be called by any
 * thread. Names are in base units with the unit as their ending, as Prometheus has it; counters get {@code _total}.
 */
public final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    /** A number that only grows. @param name without {@code _total} */
    public Metrics counter(String name, String help, DoubleSupplier value) {
        return counter(name, help, callback -> callback.call(value.getAsDouble()));
    }

    /**
     * Numbers that only grow, of one kind.
     *
     * @param name without {@code _total}
     * @param label tells them apart
     * @param values by value of the label: a fixed few
     */
    public Metrics counter(String name, String help, String label, Map<String, DoubleSupplier> values) {
        Map<String, DoubleSupplier> sorted = new TreeMap<>(values);
        return counter(
                name, help, callback -> sorted.forEach((key, value) -> callback.call(value.getAsDouble(), key)), label);
    }

    private Metrics counter(String name, String help, Consumer<CounterWithCallback.Callback> read, String... labels) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(read)
                .register(registry);
        return this;
    }

    /** A number that goes up and down. */
    public Metrics gauge(String name, String help, DoubleSupplier value) {
        return gauge(name, help, callback -> callback.call(value.getAsDouble()));
    }

    /** Numbers that go up and down, of one kind. @param values by value of the label: a fixed few */
    public Metrics gauge(String name, String help, String label, Map<String, DoubleSupplier> values) {
        Map<String, DoubleSupplier> sorted = new TreeMap<>(values);
        return gauge(
                name, help, callback -> sorted.forEach((key, value) -> callback.call(value.getAsDouble(), key)), label);
    }

    private Metrics gauge(String name, String help, Consumer<GaugeWithCallback.Callback> read, String... labels) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(read)
                .register(registry);
        return this;
    }

    MetricSnapshots read() {
        return registry.scrape();
    }
}
