package torrentkit.tracker.swarm;

import java.util.function.LongSupplier;

class InMemorySwarmStoreTest extends SwarmStoreContract {
    @Override
    SwarmStore store(SwarmLimits limits, LongSupplier nanoTime) {
        return new InMemorySwarmStore(limits, nanoTime);
    }
}
