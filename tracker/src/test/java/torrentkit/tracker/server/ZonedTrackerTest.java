package torrentkit.tracker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.Totals;
import torrentkit.tracker.swarm.InMemorySwarmStore;
import torrentkit.tracker.swarm.Zones;
import torrentkit.wire.PeerId;

/** To whom the tracker names the seed of its own process. */
class ZonedTrackerTest {
    private static final InfoHash HASH = InfoHash.of(new byte[20]);
    private static final InetSocketAddress SEED = endpoint("192.0.2.1", 4321);

    private final TrackerConfig config = TrackerConfig.defaults();
    private final InMemorySwarmStore store = new InMemorySwarmStore(config.swarms());
    private final TrackerLogic logic = new TrackerLogic(config, store);

    private AnnounceResponse ask(String from, long downloaded, int numWant, boolean udp) {
        InetAddress address = endpoint(from, 0).getAddress();
        AnnounceRequest request = AnnounceRequest.of(
                        HASH, PeerId.random(), 6881, new Totals(0, downloaded, 5), AnnounceEvent.NONE)
                .withNumWant(numWant);
        return logic.announce(request, Optional.empty(), address, SEED.getAddress(), udp);
    }

    private void openWithZones() {
        logic.register(HASH, new LocalSeed(PeerId.random(), SEED.getPort(), Optional.of(SEED.getAddress())));
        store.zones(Zones.of(Map.of("a", List.of("10.1.0.0/16"), "b", List.of("10.2.0.0/16"))));
    }

    @Test
    void namesTheLocalSeedToSomeOfEachZoneAndCountsItForAll() {
        openWithZones();
        for (String zone : List.of("10.1.0.", "10.2.0.")) {
            for (int host = 1; host <= 8; host++) {
                AnnounceResponse answer = ask(zone + host, 0, 50, false);
                assertThat(answer.peers().addresses().contains(SEED)).isEqualTo(host <= 4);
                assertThat(answer.complete()).hasValue(1);
            }
        }
    }

    @Test
    void namesTheLocalSeedToWhomTheOthersDoNotHelp() {
        openWithZones();
        for (int host = 1; host <= 8; host++) {
            ask("10.1.0." + host, 0, 50, false);
        }
        assertThat(ask("10.1.0.8", 7, 50, false).peers().addresses()).doesNotContain(SEED);
        assertThat(ask("10.1.0.8", 7, 50, false).peers().addresses()).startsWith(SEED);
    }

    @Test
    void localSeedIsOneOfThePeersAskedFor() {
        openWithZones();
        for (int host = 1; host <= 4; host++) {
            ask("10.1.0." + host, 0, 50, false);
        }
        assertThat(ask("10.1.0.1", 1, 2, false).peers().addresses()).hasSize(2).startsWith(SEED);
    }

    @Test
    void placesAreNotKeptForThoseWhoCannotBeToldOfTheLocalSeed() {
        openWithZones();
        for (int host = 1; host <= 8; host++) {
            assertThat(ask("2001:db8::" + host, 0, 50, true).peers().addresses())
                    .doesNotContain(SEED)
                    .hasSize(host - 1);
        }
        assertThat(ask("10.9.0.1", 0, 50, true).peers().addresses()).contains(SEED);
    }
}
