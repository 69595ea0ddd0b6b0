package torrentkit.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import torrentkit.tracker.Totals;
import torrentkit.tracker.TrackerArbitraries;
import torrentkit.wire.PeerId;

/** However peers come, load, complete, fall silent and leave, and however zones change, no zone is without a source. */
class OriginProperties {
    private static final InfoHash HASH = InfoHash.of(new byte[20]);
    private static final List<Zones> ZONES = List.of(
            Zones.of(Map.of("a", List.of("10.0.0.0/16"), "b", List.of("10.1.0.0/16"))),
            Zones.of(Map.of("a", List.of("10.0.0.0/15"), "b", List.of("10.2.0.0/16"))));

    record Step(int peer, AnnounceEvent event, boolean progress, boolean seed, int minutes, int zones) {}

    /** What a peer was told last, and when. */
    private record Known(int zone, boolean seed, boolean origin, long downloaded, int at, int interval) {
        boolean mayBeAlive(int now) {
            return now - at <= interval + interval / 4 + 11 * 60;
        }
    }

    @Property(tries = 300)
    void leecherIsToldOfTheOriginOrItsZoneHasSomebodyWhoIs(@ForAll("steps") List<Step> steps) {
        int[] seconds = {0};
        SwarmStore store = new InMemorySwarmStore(
                SwarmLimits.defaults(), () -> Duration.ofSeconds(seconds[0]).toNanos(), new Random(1));
        Map<InetSocketAddress, Known> model = new HashMap<>();
        int zones = 0;
        store.zones(ZONES.get(0));
        for (Step step : steps) {
            seconds[0] += 60 * step.minutes();
            store.expire();
            if (step.zones() != zones) {
                zones = step.zones();
                store.zones(ZONES.get(zones));
                model.clear(); // places are given anew, as the peers come
            }
            InetSocketAddress self = endpoint(step.peer());
            Known before = model.remove(self);
            long downloaded = (before == null ? 0 : before.downloaded()) + (step.progress() ? 1 : 0);
            AnnounceRequest request = AnnounceRequest.of(
                    HASH,
                    PeerId.of(new byte[20]),
                    self.getPort(),
                    new Totals(0, downloaded, step.seed() ? 0 : 1),
                    step.event());
            SwarmView view = store.announce(request, self.getAddress(), new Wish(20, false, true));
            if (step.event() == AnnounceEvent.STOPPED) {
                continue;
            }
            int zone = ZONES.get(zones).of(self.getAddress().getAddress());
            if (step.seed()) {
                assertThat(view.origin()).isFalse();
            } else if (!view.origin()) {
                assertThat(model.values())
                        .anyMatch(other -> other.zone() == zone
                                && other.origin()
                                && !other.seed()
                                && other.mayBeAlive(seconds[0]));
            }
            model.put(
                    self, new Known(zone, step.seed(), view.origin(), downloaded, seconds[0], view.intervalSeconds()));
        }
    }

    private static InetSocketAddress endpoint(int peer) {
        return new InetSocketAddress(
                TrackerArbitraries.address(new byte[] {10, (byte) (peer % 3), 0, (byte) peer}), 6881);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.integers().between(0, 60).withoutEdgeCases(),
                        Arbitraries.frequency(
                                Tuple.of(8, AnnounceEvent.NONE),
                                Tuple.of(1, AnnounceEvent.COMPLETED),
                                Tuple.of(1, AnnounceEvent.STOPPED)),
                        Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)),
                        Arbitraries.frequency(Tuple.of(7, false), Tuple.of(1, true)),
                        Arbitraries.frequency(Tuple.of(30, 0), Tuple.of(3, 1), Tuple.of(1, 13)),
                        Arbitraries.frequency(Tuple.of(60, 0), Tuple.of(1, 1)))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(300);
    }
}
