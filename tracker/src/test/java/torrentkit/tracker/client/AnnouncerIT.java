package torrentkit.tracker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.Totals;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;
import torrentkit.wire.PeerId;

class AnnouncerIT {
    private static final InfoHash HASH = InfoHash.parse("00112233445566778899aabbccddeeff00112233");

    @Test
    void joinsCompletesAndLeavesOverTheSecondTier() throws Exception {
        int dead;
        try (ServerSocket socket = new ServerSocket(0)) {
            dead = socket.getLocalPort();
        }
        try (Tracker tracker = Tracker.open(
                TrackerConfig.defaults().withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))) {
            tracker.registerLocalSeed(HASH, PeerId.random(), 99, Optional.empty());
            Set<InetSocketAddress> found = ConcurrentHashMap.newKeySet();
            Announcer announcer = Announcer.start(
                    AnnouncerConfig.defaults(),
                    HASH,
                    PeerId.random(),
                    4000,
                    List.of(
                            List.of(URI.create("http://127.0.0.1:" + dead + "/announce")),
                            List.of(URI.create("http://127.0.0.1:" + tracker.port() + "/announce"))),
                    () -> new Totals(0, 0, tracker.counts(HASH).peers() > 1 ? 0 : 5),
                    found::addAll);
            await().atMost(Duration.ofSeconds(20)).until(() -> found.contains(endpoint("127.0.0.1", 99)));
            assertThat(tracker.counts(HASH)).isEqualTo(new SwarmCounts(1, 1, 0));
            await().until(() -> announcer.status().answers() == 1);
            announcer.completed();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> announcer.status().answers() == 2);
            announcer.close();
            assertThat(tracker.counts(HASH).incomplete()).isZero();
            assertThat(tracker.counts(HASH).complete()).isEqualTo(1);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().startsWith("torrentkit-announce")));
        }
    }
}
