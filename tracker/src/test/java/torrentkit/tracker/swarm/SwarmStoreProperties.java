package torrentkit.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.Totals;
import torrentkit.tracker.TrackerArbitraries;
import torrentkit.wire.PeerId;

/** Any sequence of announces and expiries leaves the store and a plain map in agreement. */
class SwarmStoreProperties {
    private static final Duration LIFETIME = Duration.ofSeconds(100);
    private static final int PER_ADDRESS = 6;

    record Step(
            int peer, boolean six, boolean seed, AnnounceEvent event, int numWant, boolean ownFamily, int seconds) {}

    private record Known(boolean seed, long lastSeen) {}

    @Property(tries = 300)
    void storeAgreesWithAModel(@ForAll("steps") List<Step> steps) {
        long[] seconds = {0};
        SwarmStore store = new InMemorySwarmStore(
                SwarmLimits.defaults().withLifetime(LIFETIME).withPeersPerAddress(PER_ADDRESS),
                new IntervalPolicy(
                        Duration.ofHours(1), Duration.ofHours(1)), // nobody is overdue, or idle, before it expires
                () -> Duration.ofSeconds(seconds[0]).toNanos());
        InfoHash hash = InfoHash.of(new byte[20]);
        Map<InetSocketAddress, Known> model = new HashMap<>();
        for (Step step : steps) {
            seconds[0] += step.seconds();
            if (step.seconds() > 0) {
                store.expire();
                model.values().removeIf(peer -> seconds[0] - peer.lastSeen() > LIFETIME.toSeconds());
            }
            InetSocketAddress self = endpoint(step);
            AnnounceRequest request = AnnounceRequest.of(
                    hash, PeerId.random(), self.getPort(), new Totals(0, 0, step.seed() ? 0 : 1), step.event());
            SwarmView view = store.announce(request, self.getAddress(), step.numWant(), step.ownFamily());
            if (step.event() == AnnounceEvent.STOPPED) {
                model.remove(self);
            } else {
                long ofAddress = model.keySet().stream()
                        .filter(known -> known.getAddress().equals(self.getAddress()))
                        .count();
                if (model.containsKey(self) || ofAddress < PER_ADDRESS) {
                    model.put(self, new Known(step.seed(), seconds[0]));
                }
                checkPeers(step, self, view.peers(), model);
            }
            long complete = model.values().stream().filter(Known::seed).count();
            SwarmCounts counts = store.counts(hash);
            assertThat(counts.complete()).isEqualTo((int) complete);
            assertThat(counts.incomplete()).isEqualTo(model.size() - (int) complete);
        }
    }

    private static void checkPeers(
            Step step, InetSocketAddress self, PeerList peers, Map<InetSocketAddress, Known> model) {
        Set<InetSocketAddress> allowed = new HashSet<>();
        model.forEach((address, peer) -> {
            boolean family = !step.ownFamily()
                    || address.getAddress().getClass() == self.getAddress().getClass();
            if (!address.equals(self) && family && !(step.seed() && peer.seed())) {
                allowed.add(address);
            }
        });
        assertThat(peers.addresses()).doesNotHaveDuplicates();
        assertThat(allowed).containsAll(peers.addresses());
        if (step.ownFamily()) {
            assertThat(peers.size()).isEqualTo(Math.min(step.numWant(), allowed.size()));
        } else {
            // The shares of the families are rounded, and the asker was counted among its own.
            assertThat(peers.size()).isBetween(Math.min(step.numWant(), allowed.size()) - 1, step.numWant());
        }
    }

    private static InetSocketAddress endpoint(Step step) {
        byte[] ip = new byte[step.six() ? 16 : 4];
        ip[0] = step.six() ? 0x20 : (byte) 10;
        ip[ip.length - 1] = (byte) (step.peer() % 7);
        return new InetSocketAddress(TrackerArbitraries.address(ip), 1 + step.peer());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<AnnounceEvent> events = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(AnnounceEvent.NONE)),
                Tuple.of(1, Arbitraries.just(AnnounceEvent.COMPLETED)),
                Tuple.of(2, Arbitraries.just(AnnounceEvent.STOPPED)));
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.integers().between(0, 60).withoutEdgeCases(),
                        Arbitraries.of(false, false, false, true),
                        Arbitraries.of(true, false),
                        events,
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.of(true, false),
                        Arbitraries.frequency(Tuple.of(20, 0), Tuple.of(3, 20), Tuple.of(1, 101)))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(400);
    }
}
