package torrentkit.tracker.server;

import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import torrentkit.tracker.swarm.SwarmLimits;
import torrentkit.tracker.swarm.Zones;

/**
 * How a tracker runs. Start from {@link #defaults} and change what differs.
 *
 * @param listen where to listen, TCP and UDP on the same port; port 0 takes a free one
 * @param tls where to listen for HTTPS, beside the others
 * @param open whether any torrent is tracked that somebody announces; otherwise only those that are known
 * @param minInterval the shortest interval told to peers, that of a young swarm
 * @param maxInterval the longest interval told to peers; longer than 18 hours is taken for that
 * @param defaultNumWant peers in an answer to somebody who asks for no number
 * @param maxNumWant the most peers in an answer, at most 100
 * @param maxConnections HTTP and HTTPS connections at once; further ones are closed when they are accepted
 * @param threads event loops; one answers tens of thousands of announces a second
 * @param swarms bounds of the swarm store
 * @param zones which peers are near each other
 * @param ipTrusted whose parameter {@code ip} is believed, beside loopback addresses: an announcing gateway or reverse proxy
 *     that speaks for others. From anybody else it is ignored, or one could point a swarm at a victim
 */
public record TrackerConfig(
        InetSocketAddress listen,
        Optional<Tls> tls,
        boolean open,
        Duration minInterval,
        Duration maxInterval,
        int defaultNumWant,
        int maxNumWant,
        int maxConnections,
        int threads,
        SwarmLimits swarms,
        Zones zones,
        Set<InetAddress> ipTrusted) {
    /** The most peers that any answer names. */
    public static final int NUM_WANT_BOUND = 100;

    /**
     * The HTTPS listener.
     *
     * @param listen where to listen; port 0 takes a free one
     * @param context asked for each connection, on an event loop, so that certificates can be replaced while the tracker runs; it
     *     must not block
     */
    public record Tls(InetSocketAddress listen, Supplier<SslContext> context) {
        /** @throws IllegalArgumentException for an unresolved address */
        public Tls {
            requireResolved(listen);
            Objects.requireNonNull(context, "context");
        }
    }

    /** @throws IllegalArgumentException for a number out of range or an unresolved address */
    public TrackerConfig {
        requireResolved(listen);
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(swarms, "swarms");
        Objects.requireNonNull(zones, "zones");
        ipTrusted = Set.copyOf(ipTrusted);
        if (minInterval.toSeconds() < 1 || maxInterval.compareTo(minInterval) < 0) {
            throw new IllegalArgumentException(
                    "intervals must be 1 s or more, the longest not below the shortest, but they are " + minInterval
                            + " and " + maxInterval);
        }
        if (defaultNumWant < 0 || maxNumWant < defaultNumWant || maxNumWant > NUM_WANT_BOUND) {
            throw new IllegalArgumentException("numwant is 0 to " + NUM_WANT_BOUND
                    + ", the default not above the most, but they are " + defaultNumWant + " and " + maxNumWant);
        }
        if (maxConnections < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "a tracker needs a connection and a thread, not " + maxConnections + " and " + threads);
        }
    }

    private static void requireResolved(InetSocketAddress listen) {
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException(
                    "the tracker cannot listen on " + listen.getHostString() + ": no such address");
        }
    }

    /**
     * Port 6969 on all addresses without TLS, known torrents only, intervals of 5 s to 30 min, 50 peers of at most 100, 4,000
     * connections, one event loop for every two cores.
     */
    public static TrackerConfig defaults() {
        return new Draft().build();
    }

    /** The same on another address. */
    public TrackerConfig withListen(InetSocketAddress address) {
        return with(draft -> draft.listen = address);
    }

    /**
     * The same with HTTPS beside HTTP and UDP.
     *
     * @param address where to listen for it; port 0 takes a free one
     * @param context asked for each connection, so that certificates can be replaced; it must not block
     */
    public TrackerConfig withTls(InetSocketAddress address, Supplier<SslContext> context) {
        return with(draft -> draft.tls = Optional.of(new Tls(address, context)));
    }

    /** The same for all comers, or for known torrents only. */
    public TrackerConfig withOpen(boolean forAll) {
        return with(draft -> draft.open = forAll);
    }

    /** The same with other bounds of the interval. */
    public TrackerConfig withIntervals(Duration shortest, Duration longest) {
        return with(draft -> {
            draft.minInterval = shortest;
            draft.maxInterval = longest;
        });
    }

    /** The same with other numbers of peers in an answer. */
    public TrackerConfig withNumWant(int byDefault, int most) {
        return with(draft -> {
            draft.defaultNumWant = byDefault;
            draft.maxNumWant = most;
        });
    }

    /** The same with another bound on connections. */
    public TrackerConfig withMaxConnections(int count) {
        return with(draft -> draft.maxConnections = count);
    }

    /** The same with another number of event loops. */
    public TrackerConfig withThreads(int count) {
        return with(draft -> draft.threads = count);
    }

    /** The same with other bounds on swarms. */
    public TrackerConfig withSwarms(SwarmLimits limits) {
        return with(draft -> draft.swarms = limits);
    }

    /** The same with other zones. */
    public TrackerConfig withZones(Zones near) {
        return with(draft -> draft.zones = near);
    }

    /** The same with other trusted askers. */
    public TrackerConfig withIpTrusted(Set<InetAddress> askers) {
        return with(draft -> draft.ipTrusted = askers);
    }

    private TrackerConfig with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.build();
    }

    /** A configuration under change; it begins with the defaults. */
    private static final class Draft {
        private InetSocketAddress listen = new InetSocketAddress(6969);
        private Optional<Tls> tls = Optional.empty();
        private boolean open;
        private Duration minInterval = Duration.ofSeconds(5);
        private Duration maxInterval = Duration.ofMinutes(30);
        private int defaultNumWant = 50;
        private int maxNumWant = 100;
        private int maxConnections = 4000;
        private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        private SwarmLimits swarms = SwarmLimits.defaults();
        private Zones zones = Zones.NONE;
        private Set<InetAddress> ipTrusted = Set.of();

        Draft() {}

        Draft(TrackerConfig config) {
            listen = config.listen;
            tls = config.tls;
            open = config.open;
            minInterval = config.minInterval;
            maxInterval = config.maxInterval;
            defaultNumWant = config.defaultNumWant;
            maxNumWant = config.maxNumWant;
            maxConnections = config.maxConnections;
            threads = config.threads;
            swarms = config.swarms;
            zones = config.zones;
            ipTrusted = config.ipTrusted;
        }

        TrackerConfig build() {
            return new TrackerConfig(
                    listen,
                    tls,
                    open,
                    minInterval,
                    maxInterval,
                    defaultNumWant,
                    maxNumWant,
                    maxConnections,
                    threads,
                    swarms,
                    zones,
                    ipTrusted);
        }
    }
}
