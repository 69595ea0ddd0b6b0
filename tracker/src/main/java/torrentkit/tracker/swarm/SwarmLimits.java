package torrentkit.tracker.swarm;

import java.time.Duration;

/**
 * Bounds of a store.
 *
 * @param swarms swarms at once
 * @param peersPerSwarm peers in one swarm and address family
 * @param peersPerAddress entries of one address in a swarm, one for each port; loopback addresses are free of it
 * @param lifetime how long a peer is believed to live after its last announce
 * @param bytesPerSecond the fastest that one peer is believed to move data, either way
 */
public record SwarmLimits(int swarms, int peersPerSwarm, int peersPerAddress, Duration lifetime, long bytesPerSecond) {
    /** The longest lifetime. */
    public static final Duration MAX_LIFETIME = Duration.ofDays(30);
    /** The fastest that any peer is believed to be: a terabyte a second. */
    public static final long MAX_BYTES_PER_SECOND = 1_000_000_000_000L;

    /**
     * 200,000 swarms of 100,000 peers, 64 of one address. Peers live 45 minutes: one and a half times the longest interval, so
     * that a peer whose announce is late is not lost to the swarm. Nobody moves more than 10 GB/s.
     */
    public static SwarmLimits defaults() {
        return new SwarmLimits(200_000, 100_000, 64, Duration.ofMinutes(45), 10_000_000_000L);
    }

    /** @throws IllegalArgumentException for a bound or lifetime that is not positive or beyond what can be counted */
    public SwarmLimits {
        if (swarms < 1 || peersPerSwarm < 1 || peersPerAddress < 1) {
            throw new IllegalArgumentException(
                    "swarm limits are positive: " + swarms + ", " + peersPerSwarm + ", " + peersPerAddress);
        }
        if (lifetime.toSeconds() < 1 || lifetime.compareTo(MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException("a peer lives for 1 s to " + MAX_LIFETIME + ", not " + lifetime);
        }
        if (bytesPerSecond < 1 || bytesPerSecond > MAX_BYTES_PER_SECOND) {
            throw new IllegalArgumentException(
                    "a peer moves 1 to " + MAX_BYTES_PER_SECOND + " bytes a second, not " + bytesPerSecond);
        }
    }

    /** The same with another lifetime. */
    public SwarmLimits withLifetime(Duration time) {
        return new SwarmLimits(swarms, peersPerSwarm, peersPerAddress, time, bytesPerSecond);
    }

    /** The same with another number of swarms. */
    public SwarmLimits withSwarms(int count) {
        return new SwarmLimits(count, peersPerSwarm, peersPerAddress, lifetime, bytesPerSecond);
    }

    /** The same with another number of peers in a swarm. */
    public SwarmLimits withPeersPerSwarm(int count) {
        return new SwarmLimits(swarms, count, peersPerAddress, lifetime, bytesPerSecond);
    }

    /** The same with another number of entries of one address. */
    public SwarmLimits withPeersPerAddress(int count) {
        return new SwarmLimits(swarms, peersPerSwarm, count, lifetime, bytesPerSecond);
    }

    /** The same with another bound on what a peer is believed to move. */
    public SwarmLimits withBytesPerSecond(long bytes) {
        return new SwarmLimits(swarms, peersPerSwarm, peersPerAddress, lifetime, bytes);
    }
}
