package torrentkit.tracker.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import torrentkit.tracker.swarm.SwarmLimits;

/**
 * How a tracker runs. Start from {@link #defaults} and change what differs.
 *
 * @param listen where to listen, TCP and UDP on the same port; port 0 takes a free one
 * @param open whether any torrent is tracked that somebody announces; otherwise only registered ones
 * @param minInterval the shortest interval told to peers, that of a young swarm; also the {@code min interval} of every answer
 * @param maxInterval the longest interval told to peers
 * @param defaultNumWant peers in an answer to somebody who asks for no number
 * @param maxNumWant the most peers in an answer, at most 100
 * @param maxConnections HTTP connections at once; further ones are closed when they are accepted
 * @param threads event loops; one answers tens of thousands of announces a second
 * @param swarms bounds of the swarm store
 * @param ipTrusted whose parameter {@code ip} is believed, beside loopback addresses: an announcing gateway or reverse proxy
 *     that speaks for others. From anybody else it is ignored, or one could point a swarm at a victim
 */
public record TrackerConfig(
        InetSocketAddress listen,
        boolean open,
        Duration minInterval,
        Duration maxInterval,
        int defaultNumWant,
        int maxNumWant,
        int maxConnections,
        int threads,
        SwarmLimits swarms,
        Set<InetAddress> ipTrusted) {
    /** The most peers that any answer names. */
    public static final int NUM_WANT_BOUND = 100;

    /** @throws IllegalArgumentException for a number out of range or an unresolved address */
    public TrackerConfig {
        Objects.requireNonNull(listen, "listen");
        Objects.requireNonNull(swarms, "swarms");
        ipTrusted = Set.copyOf(ipTrusted);
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException(
                    "the tracker cannot listen on " + listen.getHostString() + ": no such address");
        }
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

    /**
     * Port 6969 on all addresses, registered torrents only, intervals of 30 s to 30 min, 50 peers of at most 100, 4,000
     * connections, one event loop for every two cores.
     */
    public static TrackerConfig defaults() {
        return new TrackerConfig(
                new InetSocketAddress(6969),
                false,
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                50,
                100,
                4000,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                SwarmLimits.defaults(),
                Set.of());
    }

    /** The same on another address. */
    public TrackerConfig withListen(InetSocketAddress address) {
        return new TrackerConfig(
                address,
                open,
                minInterval,
                maxInterval,
                defaultNumWant,
                maxNumWant,
                maxConnections,
                threads,
                swarms,
                ipTrusted);
    }

    /** The same for all comers, or for registered torrents only. */
    public TrackerConfig withOpen(boolean forAll) {
        return new TrackerConfig(
                listen,
                forAll,
                minInterval,
                maxInterval,
                defaultNumWant,
                maxNumWant,
                maxConnections,
                threads,
                swarms,
                ipTrusted);
    }

    /** The same with other bounds of the interval. */
    public TrackerConfig withIntervals(Duration shortest, Duration longest) {
        return new TrackerConfig(
                listen,
                open,
                shortest,
                longest,
                defaultNumWant,
                maxNumWant,
                maxConnections,
                threads,
                swarms,
                ipTrusted);
    }

    /** The same with other numbers of peers in an answer. */
    public TrackerConfig withNumWant(int byDefault, int most) {
        return new TrackerConfig(
                listen, open, minInterval, maxInterval, byDefault, most, maxConnections, threads, swarms, ipTrusted);
    }

    /** The same with another bound on connections. */
    public TrackerConfig withMaxConnections(int count) {
        return new TrackerConfig(
                listen, open, minInterval, maxInterval, defaultNumWant, maxNumWant, count, threads, swarms, ipTrusted);
    }

    /** The same with another number of event loops. */
    public TrackerConfig withThreads(int count) {
        return new TrackerConfig(
                listen,
                open,
                minInterval,
                maxInterval,
                defaultNumWant,
                maxNumWant,
                maxConnections,
                count,
                swarms,
                ipTrusted);
    }

    /** The same with other bounds on swarms. */
    public TrackerConfig withSwarms(SwarmLimits limits) {
        return new TrackerConfig(
                listen,
                open,
                minInterval,
                maxInterval,
                defaultNumWant,
                maxNumWant,
                maxConnections,
                threads,
                limits,
                ipTrusted);
    }

    /** The same with other trusted askers. */
    public TrackerConfig withIpTrusted(Set<InetAddress> askers) {
        return new TrackerConfig(
                listen,
                open,
                minInterval,
                maxInterval,
                defaultNumWant,
                maxNumWant,
                maxConnections,
                threads,
                swarms,
                askers);
    }
}
