package torrentkit.tracker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.Totals;
import torrentkit.tracker.swarm.InMemorySwarmStore;
import torrentkit.tracker.swarm.SwarmLimits;
import torrentkit.tracker.swarm.SwarmStore;
import torrentkit.tracker.swarm.SwarmView;
import torrentkit.wire.PeerId;

/** Our announcers and our tracker's store in one simulated time. */
class YoungSwarmTest {
    private static final URI TRACKER = URI.create("http://t.example/announce");
    private static final InfoHash HASH = InfoHash.of(new byte[20]);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SwarmStore store = store();
    private final List<Peer> peers = new ArrayList<>();

    private SwarmStore store() {
        channel.freezeTime();
        return new InMemorySwarmStore(
                SwarmLimits.defaults(), () -> channel.eventLoop().ticker().nanoTime(), new Random(3));
    }

    private final class Peer {
        private final InetSocketAddress at;
        private final Set<InetSocketAddress> known = new HashSet<>();
        private final Announcer announcer;
        private int announces;

        Peer(int number) {
            at = endpoint("10.0.0." + number, 6881);
            announcer = new Announcer(
                    AnnouncerConfig.defaults(),
                    new Announcer.Subject(HASH, PeerId.random(), 6881),
                    List.of(List.of(TRACKER)),
                    () -> new Totals(0, 0, 9),
                    known::addAll,
                    channel.eventLoop(),
                    (tracker, request) -> CompletableFuture.completedFuture(answer(request)),
                    () -> {});
            announcer.begin();
            channel.runPendingTasks();
        }

        private AnnounceResponse answer(AnnounceRequest request) {
            announces++;
            SwarmView view =
                    store.announce(request, at.getAddress(), request.numWant().orElse(50), false);
            SwarmCounts counts = view.counts();
            return AnnounceResponse.of(
                    Duration.ofSeconds(view.intervalSeconds()),
                    Duration.ofSeconds(view.leastSeconds()),
                    counts.complete(),
                    counts.incomplete(),
                    view.peers());
        }
    }

    private void pass(int seconds, boolean wanting) {
        for (int second = 0; second < seconds; second++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            if (wanting) {
                peers.forEach(peer -> peer.announcer.wantPeers());
            }
            channel.runPendingTasks();
        }
        store.expire();
    }

    @Test
    void firstComerLearnsOfTheOthersWithinSeconds() {
        for (int i = 1; i <= 8; i++) {
            peers.add(new Peer(i));
        }
        assertThat(peers.get(0).known).isEmpty();
        pass(5, false);
        assertThat(peers).allMatch(peer -> peer.known.size() == 7);
    }

    @Test
    void loneLeecherLearnsOfALateOneWithinTwiceTheTimeThatItHasWaited() {
        peers.add(new Peer(1));
        pass(100, false);
        peers.add(new Peer(2));
        pass(100, false);
        assertThat(peers.get(0).known).containsExactly(peers.get(1).at);
    }

    @Test
    void nobodyIsDroppedAndNobodyHammersHoweverManyPeersAreWanted() {
        for (int i = 1; i <= 30; i++) {
            peers.add(new Peer(i));
            pass(2, true);
        }
        for (int minute = 0; minute < 60; minute++) {
            pass(60, true);
            assertThat(store.counts(HASH).incomplete()).isEqualTo(30);
        }
        assertThat(peers).allMatch(peer -> peer.announces >= 8 && peer.announces <= 40);
    }
}
