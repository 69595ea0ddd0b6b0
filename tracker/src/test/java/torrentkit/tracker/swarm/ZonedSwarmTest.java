package torrentkit.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

/** Whom the peers of racks 10.1/16 to 10.9/16, and elsewhere, are told of. Chance is seeded. */
class ZonedSwarmTest {
    private static final InfoHash HASH = InfoHash.of(new byte[20]);
    private static final PeerId ID = PeerId.of(new byte[20]);
    private static final Zones RACKS = racks(9);

    private long now;
    private final SwarmStore store = new InMemorySwarmStore(SwarmLimits.defaults(), () -> now, new Random(5));

    private static Zones racks(int count) {
        Map<String, List<String>> networks = new HashMap<>();
        IntStream.rangeClosed(1, count).forEach(i -> networks.put("rack" + i, List.of("10." + i + ".0.0/16")));
        return Zones.of(networks);
    }

    private static InetSocketAddress peer(int rack, int host) {
        return endpoint("10." + rack + "." + host / 250 + "." + (1 + host % 250), 6881);
    }

    private static int rack(InetSocketAddress peer) {
        return peer.getAddress().getAddress()[1];
    }

    private SwarmView ask(InetSocketAddress peer, long downloaded, long left, AnnounceEvent event, int numWant) {
        AnnounceRequest request = AnnounceRequest.of(HASH, ID, peer.getPort(), new Totals(0, downloaded, left), event);
        return store.announce(request, peer.getAddress(), new Wish(numWant, false, true));
    }

    private SwarmView join(int rack, int host) {
        return ask(peer(rack, host), 0, 9, AnnounceEvent.STARTED, 50);
    }

    private void fill(int racks, int hosts) {
        store.zones(RACKS);
        for (int host = 0; host < hosts; host++) {
            for (int rack = 1; rack <= racks; rack++) {
                join(rack, host);
            }
        }
    }

    private Map<InetSocketAddress, Integer> named(InetSocketAddress asker, int rounds, int numWant, long left) {
        Map<InetSocketAddress, Integer> met = new HashMap<>();
        for (int round = 1; round <= rounds; round++) {
            SwarmView view = ask(asker, round, left, AnnounceEvent.NONE, numWant);
            List<InetSocketAddress> peers = view.peers().addresses();
            assertThat(peers).doesNotHaveDuplicates().doesNotContain(asker).hasSizeLessThanOrEqualTo(numWant);
            peers.forEach(peer -> met.merge(peer, 1, Integer::sum));
        }
        return met;
    }

    private static int sum(Map<InetSocketAddress, Integer> met, boolean ofRack, int rack) {
        return met.entrySet().stream()
                .filter(entry -> (rack(entry.getKey()) == rack) == ofRack)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Test
    void fourOfFiveAreNearAndOneIsNot() {
        fill(3, 60);
        ask(peer(1, 0), 0, 9, AnnounceEvent.NONE, 0);
        Map<InetSocketAddress, Integer> met = named(peer(1, 0), 100, 50, 9);
        assertThat(sum(met, true, 1)).isBetween(3900, 4000); // the origin takes a place of some answers
        assertThat(sum(met, false, 1)).isBetween(900, 1000);
    }

    @Test
    void withinItsClassEachIsEquallyLikely() {
        fill(4, 41);
        Map<InetSocketAddress, Integer> met = named(peer(2, 0), 4000, 10, 9);
        for (int rack = 1; rack <= 4; rack++) {
            for (int host = rack == 2 ? 1 : 0; host < 41; host++) {
                // 7 of 40 near, 2 of 123 elsewhere; the asker may load from the origin, which is the tenth.
                double expected = rack == 2 ? 4000 * 7 / 40.0 : 4000 * 2 / 123.0;
                double deviation = Math.sqrt(expected);
                assertThat((double) met.getOrDefault(peer(rack, host), 0))
                        .isBetween(expected - 5 * deviation, expected + 5 * deviation);
            }
        }
    }

    @Test
    void smallZonesAreFilledUpFromOthers() {
        fill(4, 3);
        List<InetSocketAddress> few = join(1, 0).peers().addresses();
        assertThat(few).hasSize(PeerChoice.FEW);
        assertThat(few).filteredOn(peer -> rack(peer) == 1).hasSize(2);
        List<InetSocketAddress> alone = ask(endpoint("192.0.2.1", 1), 0, 9, AnnounceEvent.STARTED, 50)
                .peers()
                .addresses();
        assertThat(alone).hasSize(PeerChoice.FEW);
    }

    @Test
    void peersOfBothFamiliesOfAZoneAreNear() {
        store.zones(Zones.of(Map.of("a", List.of("10.1.0.0/16", "2001:db8:1::/48"), "b", List.of("10.2.0.0/16"))));
        for (int host = 0; host < 20; host++) {
            ask(endpoint("2001:db8:1::" + (host + 1), 1), 0, 9, AnnounceEvent.STARTED, 0);
            join(2, host);
        }
        List<InetSocketAddress> named = join(1, 0).peers().addresses();
        assertThat(named)
                .filteredOn(peer -> peer.getAddress().getAddress().length == 16)
                .hasSize(20);
        assertThat(named).hasSizeLessThan(30);
    }

    @Test
    void seederIsToldOfLeechersNearAndFar() {
        fill(2, 30);
        ask(peer(1, 40), 0, 0, AnnounceEvent.STARTED, 0);
        Map<InetSocketAddress, Integer> met = named(peer(1, 41), 40, 10, 0);
        assertThat(met).doesNotContainKey(peer(1, 40)).hasSizeGreaterThan(50);
        assertThat(sum(met, true, 1)).isEqualTo(320);
        assertThat(sum(met, false, 1)).isEqualTo(80);
    }

    /** Each new peer dials whom it is told of: that must make one swarm of all zones, however small the answers. */
    @Test
    void swarmStaysInOnePiece() {
        store.zones(RACKS);
        Random random = new Random(8);
        Map<InetSocketAddress, Set<InetSocketAddress>> links = new HashMap<>();
        for (int host = 0; host < 100; host++) {
            for (int rack = 1; rack <= 9; rack++) {
                InetSocketAddress self = peer(rack, host);
                links.computeIfAbsent(self, any -> new HashSet<>());
                int numWant = 2 + random.nextInt(9);
                for (InetSocketAddress other :
                        ask(self, 0, 9, AnnounceEvent.STARTED, numWant).peers().addresses()) {
                    links.get(self).add(other);
                    links.get(other).add(self);
                }
            }
        }
        Set<InetSocketAddress> reached = new HashSet<>(Set.of(peer(1, 0)));
        Deque<InetSocketAddress> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            links.get(next.poll()).stream().filter(reached::add).forEach(next::add);
        }
        assertThat(reached).hasSize(900);
    }

    @Test
    void someOfEachZoneAreToldOfTheOriginAndAllWhereThereAreNoZones() {
        for (int host = 0; host < 20; host++) {
            assertThat(join(1, host).origin()).isTrue();
        }
        store.remove(HASH);
        store.zones(RACKS);
        for (int rack = 1; rack <= 3; rack++) {
            int told = 0;
            for (int host = 0; host < 60; host++) {
                told += join(rack, host).origin() ? 1 : 0;
            }
            assertThat(told).isEqualTo(15); // a quarter of the sixty
        }
    }

    @Test
    void theOriginIsOneOfThePeersAskedFor() {
        fill(1, 20);
        SwarmView view = ask(peer(1, 0), 1, 9, AnnounceEvent.NONE, 5);
        assertThat(view.origin()).isTrue();
        assertThat(view.peers().size()).isEqualTo(4);
        assertThat(ask(peer(1, 0), 1, 9, AnnounceEvent.NONE, 0).origin()).isFalse();
    }

    @Test
    void leecherWithoutProgressIsToldOfTheOrigin() {
        fill(1, 12);
        InetSocketAddress last = peer(1, 11);
        assertThat(ask(last, 5, 9, AnnounceEvent.NONE, 50).origin()).isFalse();
        assertThat(ask(last, 5, 9, AnnounceEvent.NONE, 50).origin()).isTrue();
        assertThat(ask(last, 6, 9, AnnounceEvent.NONE, 50).origin()).isFalse();
    }

    @Test
    void placeAtTheOriginIsFreeWhenItsHolderIsCompleteOrGone() {
        fill(1, 12);
        InetSocketAddress waiting = peer(1, 11);
        assertThat(ask(waiting, 1, 9, AnnounceEvent.NONE, 50).origin()).isFalse();
        ask(peer(1, 0), 9, 0, AnnounceEvent.COMPLETED, 50);
        assertThat(ask(waiting, 2, 9, AnnounceEvent.NONE, 50).origin()).isTrue();
        assertThat(ask(peer(1, 10), 1, 9, AnnounceEvent.NONE, 50).origin()).isFalse();
        ask(peer(1, 1), 0, 9, AnnounceEvent.STOPPED, 50);
        assertThat(ask(peer(1, 10), 2, 9, AnnounceEvent.NONE, 50).origin()).isTrue();
        assertThat(ask(peer(1, 9), 1, 9, AnnounceEvent.NONE, 50).origin()).isFalse();
        now += Duration.ofMinutes(12).toNanos();
        store.expire();
        assertThat(ask(peer(1, 9), 2, 9, AnnounceEvent.NONE, 50).origin()).isTrue();
    }

    @Test
    void peersMoveWhenZonesChange() {
        fill(2, 30);
        SwarmCounts before = store.counts(HASH);
        store.zones(Zones.of(Map.of("both", List.of("10.0.0.0/8"))));
        Map<InetSocketAddress, Integer> met = named(peer(1, 0), 200, 50, 9);
        assertThat(store.counts(HASH)).isEqualTo(before);
        assertThat(met).hasSize(59);
        store.zones(racks(1));
        assertThat(sum(named(peer(1, 0), 20, 50, 9), false, 1)).isBetween(140, 160); // 29 near, a quarter of that far
        store.drop(HASH, peer(2, 7).getAddress(), 6881);
        assertThat(store.counts(HASH).incomplete()).isEqualTo(before.incomplete() - 1);
    }

    @Test
    void deadPeersOfOtherZonesAreNotNamedEither() {
        fill(9, 200);
        now += Duration.ofMinutes(12).toNanos();
        assertThat(join(1, 1).peers().size()).isZero();
        assertThat(store.counts(HASH).incomplete()).isEqualTo(1);
        for (int rack = 1; rack <= 9; rack++) {
            join(rack, 2);
        }
        assertThat(join(1, 1).peers().size()).isEqualTo(PeerChoice.FEW);
    }
}
