package torrentkit.tracker.swarm;

import java.time.Duration;

/**
 * Bounds of a store.
 *
 * @param swarms swarms at once
 * @param peersPerSwarm peers in one swarm and address family
 * @param lifetime how long a peer is believed to live after its last announce
 */
public record SwarmLimits(int swarms, int peersPerSwarm, Duration lifetime) {
    /**
     * 200,000 swarms of 100,000 peers. Peers live 45 minutes: one and a half times the longest interval, so that a peer whose
     * announce is late is not lost to the swarm.
     */
    public static SwarmLimits defaults() {
        return new SwarmLimits(200_000, 100_000, Duration.ofMinutes(45));
    }

    /** @throws IllegalArgumentException for a bound or lifetime that is not positive */
    public SwarmLimits {
        if (swarms < 1 || peersPerSwarm < 1 || lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "swarm limits are positive: " + swarms + ", " + peersPerSwarm + ", " + lifetime);
        }
    }

    /** The same with another lifetime. */
    public SwarmLimits withLifetime(Duration time) {
        return new SwarmLimits(swarms, peersPerSwarm, time);
    }

    /** The same with another number of swarms. */
    public SwarmLimits withSwarms(int count) {
        return new SwarmLimits(count, peersPerSwarm, lifetime);
    }

    /** The same with another number of peers in a swarm. */
    public SwarmLimits withPeersPerSwarm(int count) {
        return new SwarmLimits(swarms, count, lifetime);
    }
}
