package torrentkit.tracker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.Totals;
import torrentkit.tracker.server.TorrentAccess.Access;
import torrentkit.tracker.swarm.InMemorySwarmStore;
import torrentkit.wire.PeerId;

class TorrentAccessTest {
    private static final InfoHash HASH = InfoHash.of("0123456789abcdefghij".getBytes(StandardCharsets.US_ASCII));
    private static final InetAddress HERE = endpoint("10.0.0.250", 0).getAddress();
    private static final PeerId SEED = PeerId.random();

    private final Map<String, Access> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final TrackerConfig config = TrackerConfig.defaults();
    private final InMemorySwarmStore store = new InMemorySwarmStore(config.swarms());
    private final TrackerLogic logic = new TrackerLogic(config, store, Optional.of(new Table()));

    /** Knows a key or its absence, and writes down what it was asked. */
    private final class Table implements TorrentAccess {
        @Override
        public Access announce(InfoHash infoHash, Optional<String> key, InetAddress from) {
            return answer("announce", infoHash, key, from);
        }

        @Override
        public Access scrape(InfoHash infoHash, Optional<String> key, InetAddress from) {
            return answer("scrape", infoHash, key, from);
        }

        @Override
        public void stopped(InfoHash infoHash, Optional<String> key, InetAddress from) {
            answer("stopped", infoHash, key, from);
        }

        private Access answer(String what, InfoHash infoHash, Optional<String> key, InetAddress from) {
            assertThat(infoHash).isEqualTo(HASH);
            asked.add(what + " " + key.orElse("none") + " " + from.getHostAddress());
            return answers.getOrDefault(key.orElse("none"), Access.UNKNOWN);
        }
    }

    private AnnounceResponse announce(String ip, AnnounceEvent event, String... key) {
        AnnounceRequest request = AnnounceRequest.of(HASH, PeerId.random(), 7, new Totals(0, 0, 5), event);
        return announce(request, ip, key);
    }

    private AnnounceResponse announce(AnnounceRequest request, String ip, String... key) {
        Optional<String> shown = key.length == 0 ? Optional.empty() : Optional.of(key[0]);
        return logic.announce(request, shown, endpoint(ip, 0).getAddress(), HERE, false);
    }

    private Map<InfoHash, SwarmCounts> scrape() {
        return logic.scrape(new ScrapeRequest(List.of(HASH)), Optional.empty(), HERE)
                .files();
    }

    @Test
    void grantedTorrentIsTrackedAndNamesTheOneLocalSeed() {
        answers.put("none", Access.SEEDED_HERE);
        assertThat(announce("10.0.0.1", AnnounceEvent.STARTED).peers().size()).isZero();
        logic.localSeed(new LocalSeed(SEED, 4321, Optional.empty()));
        AnnounceResponse response = announce("10.0.0.1", AnnounceEvent.NONE);
        assertThat(response.peers().addresses()).containsExactly(new InetSocketAddress(HERE, 4321));
        assertThat(response.complete()).hasValue(1);
        assertThat(scrape()).containsEntry(HASH, new SwarmCounts(1, 1, 0));
        assertThat(asked).containsExactly("announce none 10.0.0.1", "announce none 10.0.0.1", "scrape none 10.0.0.250");
    }

    @Test
    void trackedTorrentThatIsNotSeededHereHasNoLocalSeed() {
        logic.localSeed(new LocalSeed(SEED, 4321, Optional.empty()));
        answers.put("none", Access.TRACKED);
        assertThat(announce("10.0.0.1", AnnounceEvent.STARTED).peers().size()).isZero();
        assertThat(scrape()).containsEntry(HASH, new SwarmCounts(0, 1, 0));
    }

    @Test
    void seedIsNotNamedWhenTheTrackerIsAboutToEnd() {
        logic.localSeed(new LocalSeed(SEED, 4321, Optional.empty()));
        answers.put("none", Access.SEEDED_HERE);
        logic.retire();
        AnnounceResponse response = announce("10.0.0.1", AnnounceEvent.STARTED);
        assertThat(response.peers().size()).isZero();
        assertThat(response.complete()).hasValue(0);
        assertThat(scrape()).containsEntry(HASH, new SwarmCounts(0, 1, 0));
    }

    @Test
    void unknownTorrentIsRefusedAndLeftOutOfScrapes() {
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> announce("10.0.0.1", AnnounceEvent.STARTED))
                .withMessageContaining("does not know")
                .satisfies(refusal -> assertThat(refusal.retryIn()).isEmpty());
        assertThat(scrape()).isEmpty();
        assertThat(store.counts(HASH)).isEqualTo(SwarmCounts.NONE);
    }

    @Test
    void keyDecidesAndRefusalSaysWhenToComeBack() {
        answers.put("good", Access.SEEDED_HERE);
        answers.put("old", new Access.Refused("the key has expired", Optional.of(Duration.ofMinutes(5))));
        announce("10.0.0.1", AnnounceEvent.STARTED, "good");
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> announce("10.0.0.2", AnnounceEvent.STARTED, "old"))
                .withMessage("the key has expired")
                .satisfies(refusal -> assertThat(refusal.retryIn()).contains(Duration.ofMinutes(5)));
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(0, 1, 0));
    }

    @Test
    void peerWhoseLeaveWasTakenBackIsNamedNoLonger() {
        answers.put("a", Access.TRACKED);
        answers.put("b", Access.TRACKED);
        announce("10.0.0.1", AnnounceEvent.STARTED, "a");
        assertThat(announce("10.0.0.2", AnnounceEvent.STARTED, "b").peers().size())
                .isEqualTo(1);
        answers.put("a", new Access.Refused("revoked", Optional.of(Access.Refused.NEVER)));
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> announce("10.0.0.1", AnnounceEvent.NONE, "a"));
        assertThat(announce("10.0.0.2", AnnounceEvent.NONE, "b").peers().size()).isZero();
    }

    @Test
    void registeredTorrentIsNotAskedAbout() {
        logic.register(HASH, new LocalSeed(SEED, 9, Optional.empty()));
        assertThat(announce("10.0.0.1", AnnounceEvent.STARTED, "whatever")
                        .peers()
                        .size())
                .isEqualTo(1);
        assertThat(scrape()).containsEntry(HASH, new SwarmCounts(1, 1, 0));
        assertThat(asked).isEmpty();
    }

    @Test
    void openTrackerTakesUnknownTorrentsButNoRefusedOnes() {
        TrackerLogic open = new TrackerLogic(config.withOpen(true), store, Optional.of(new Table()));
        AnnounceRequest request =
                AnnounceRequest.of(HASH, PeerId.random(), 7, new Totals(0, 0, 5), AnnounceEvent.STARTED);
        open.announce(request, Optional.empty(), HERE, HERE, false);
        assertThat(open.counts(HASH).peers()).isEqualTo(1);
        answers.put("none", new Access.Refused("no", Optional.empty()));
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> open.announce(request, Optional.empty(), HERE, HERE, false))
                .withMessage("no");
        assertThat(open.scrape(new ScrapeRequest(List.of(HASH)), Optional.empty(), HERE)
                        .files())
                .isEmpty();
    }

    @Test
    void leavingPeerIsReportedWithTheAddressThatIsBelieved() {
        answers.put("a", Access.TRACKED);
        AnnounceRequest request =
                AnnounceRequest.of(HASH, PeerId.random(), 7, new Totals(0, 0, 5), AnnounceEvent.STOPPED);
        announce(request.withIp("192.0.2.5"), "127.0.0.1", "a");
        announce(request.withIp("192.0.2.5"), "10.0.0.1", "a");
        assertThat(asked)
                .containsExactly(
                        "announce a 192.0.2.5", "stopped a 192.0.2.5", "announce a 10.0.0.1", "stopped a 10.0.0.1");
    }

    @Test
    void nothingIsKeptOfATorrentThatNobodyIsIn() {
        TorrentAccess all = new TorrentAccess() {
            @Override
            public Access announce(InfoHash infoHash, Optional<String> key, InetAddress from) {
                return Access.SEEDED_HERE;
            }

            @Override
            public Access scrape(InfoHash infoHash, Optional<String> key, InetAddress from) {
                return Access.SEEDED_HERE;
            }
        };
        InMemorySwarmStore small = new InMemorySwarmStore(config.swarms().withSwarms(1));
        TrackerLogic lean = new TrackerLogic(config, small, Optional.of(all));
        lean.localSeed(new LocalSeed(SEED, 4321, Optional.empty()));
        for (int i = 0; i < 1000; i++) { // more than one swarm at once would be refused
            InfoHash hash = InfoHash.of(ByteBuffer.allocate(20).putInt(i).array());
            assertThat(lean.scrape(new ScrapeRequest(List.of(hash)), Optional.empty(), HERE)
                            .files())
                    .containsEntry(hash, new SwarmCounts(1, 0, 0));
            for (AnnounceEvent event : List.of(AnnounceEvent.STARTED, AnnounceEvent.STOPPED)) {
                AnnounceRequest request = AnnounceRequest.of(hash, PeerId.random(), 7, new Totals(0, 0, 5), event);
                lean.announce(request, Optional.empty(), HERE, HERE, false);
            }
            small.expire();
        }
    }

    @Test
    void refusalIsPlainText() {
        for (String sentence : List.of("", "a\nb", "\u202e", "x".repeat(201))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Access.Refused(sentence, Optional.empty()));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Access.Refused("no", Optional.of(Duration.ofNanos(-1))));
    }
}
