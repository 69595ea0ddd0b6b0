package torrentkit.downloader;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerNetwork;

/**
 * Connects a download to the addresses it knows: so many at once, with less patience the more there are to try, so that one good peer
 * among thousands of dead ones is found within a minute. Thread-safe.
 */
final class Dialler {
    private static final Logger LOG = System.getLogger(Dialler.class.getName());

    /** Dials under way, at most. */
    static final int MAX_AT_ONCE = 50;

    private static final long SWEEP_MILLIS = 50_000;
    private static final long MIN_PATIENCE_MILLIS = 1_000;
    private static final long MAX_PATIENCE_MILLIS = 5_000;

    private final PeerNetwork network;
    private final PeerAddresses addresses;
    private final int maxPeers;
    private final AtomicInteger dialling = new AtomicInteger();

    Dialler(PeerNetwork network, PeerAddresses addresses, int maxPeers) {
        this.network = network;
        this.addresses = addresses;
        this.maxPeers = maxPeers;
    }

    /** Dials while there is room and somebody to dial, and the swarm wants peers. */
    void dial(PeerSeeker swarm) {
        while (swarm.wantsPeers()) {
            int under = dialling.incrementAndGet();
            Optional<InetSocketAddress> address =
                    under <= MAX_AT_ONCE && under + swarm.connected() <= maxPeers ? next(swarm) : Optional.empty();
            if (address.isEmpty()) {
                dialling.decrementAndGet();
                return;
            }
            dial(address.get(), swarm);
        }
    }

    private Optional<InetSocketAddress> next(PeerSeeker swarm) {
        long now = DownloadSwarm.now();
        Optional<InetSocketAddress> address = addresses.next(now);
        while (address.filter(swarm::isConnected).isPresent()) {
            addresses.connected(address.get(), now);
            address = addresses.next(now);
        }
        return address;
    }

    private void dial(InetSocketAddress address, PeerSeeker swarm) {
        CompletableFuture<PeerConnection> outcome = network.dial(address, swarm, patience());
        boolean refused = outcome.isDone(); // the caller goes on to the next, without a call inside this one for each
        outcome.whenComplete((connection, failure) -> {
            dialling.decrementAndGet();
            if (failure != null) {
                LOG.log(Level.DEBUG, "cannot connect to {0}: {1}", address, failure.getMessage());
                addresses.failed(address, DownloadSwarm.now());
            }
            if (!refused && addresses.fresh() > 0) {
                dial(swarm);
            }
        });
    }

    /** All fresh addresses shall be tried once within {@value #SWEEP_MILLIS} ms, if a second for each suffices. */
    private Duration patience() {
        long millis = SWEEP_MILLIS * MAX_AT_ONCE / Math.max(1, addresses.fresh());
        return Duration.ofMillis(Math.max(MIN_PATIENCE_MILLIS, Math.min(MAX_PATIENCE_MILLIS, millis)));
    }

    boolean isIdle() {
        return dialling.get() == 0;
    }
}
