package torrentkit.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.SwarmTraffic;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

/** What every {@link SwarmStore} does. */
abstract class SwarmStoreContract {
    private static final InfoHash HASH = InfoHash.parse("00112233445566778899aabbccddeeff00112233");
    private static final Duration LIFETIME = Duration.ofMinutes(45);

    private long now = -5_000_000_000L; // monotonic clocks may well be negative
    private final SwarmStore store = store(SwarmLimits.defaults().withLifetime(LIFETIME), () -> now);

    abstract SwarmStore store(SwarmLimits limits, LongSupplier nanoTime);

    private static AnnounceRequest request(InfoHash hash, int port, long left, AnnounceEvent event) {
        return AnnounceRequest.of(hash, PeerId.random(), port, new Totals(0, 0, left), event);
    }

    private SwarmView announce(String ip, int port, long left, AnnounceEvent event) {
        InetAddress from = endpoint(ip, port).getAddress();
        return store.announce(request(HASH, port, left, event), from, 50, false);
    }

    private SwarmView join(String ip, int port, long left) {
        return announce(ip, port, left, AnnounceEvent.STARTED);
    }

    private void pass(Duration time) {
        now += time.toNanos();
        store.expire();
    }

    private static List<InetSocketAddress> addresses(SwarmView view) {
        return view.peers().addresses();
    }

    @Test
    void firstPeerFindsNobody() {
        SwarmView view = join("10.0.0.1", 1, 5);
        assertThat(view.peers().size()).isZero();
        assertThat(view.counts()).isEqualTo(new SwarmCounts(0, 1, 0));
        assertThat(view.ageSeconds()).isZero();
    }

    @Test
    void peersFindEachOtherButNotThemselves() {
        join("10.0.0.1", 1, 5);
        assertThat(addresses(join("10.0.0.2", 2, 5))).containsExactly(endpoint("10.0.0.1", 1));
        assertThat(addresses(join("10.0.0.1", 1, 5))).containsExactly(endpoint("10.0.0.2", 2));
    }

    @Test
    void seedersAreNotNamedToSeeders() {
        join("10.0.0.1", 1, 0);
        join("10.0.0.2", 2, 5);
        assertThat(addresses(join("10.0.0.3", 3, 0))).containsExactly(endpoint("10.0.0.2", 2));
        assertThat(addresses(join("10.0.0.2", 2, 5)))
                .containsExactlyInAnyOrder(endpoint("10.0.0.1", 1), endpoint("10.0.0.3", 3));
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(2, 1, 0));
    }

    /** aria2 says that nothing is left as long as it has only a magnet link. */
    @Test
    void seedersAreNamedToAnAria2ThatHasMovedNothing() {
        join("10.0.0.1", 1, 0);
        PeerId aria2 = PeerId.of("A2-1-36-0-0123456789".getBytes(StandardCharsets.ISO_8859_1));
        for (long downloaded : new long[] {0, 1}) {
            AnnounceRequest request =
                    AnnounceRequest.of(HASH, aria2, 2, new Totals(0, downloaded, 0), AnnounceEvent.STARTED);
            InetAddress from = endpoint("10.0.0.2", 2).getAddress();
            assertThat(addresses(store.announce(request, from, 50, false))).hasSize(downloaded == 0 ? 1 : 0);
        }
    }

    @Test
    void completionMakesASeederAndCountsOnce() {
        join("10.0.0.1", 1, 5);
        announce("10.0.0.1", 1, 0, AnnounceEvent.COMPLETED);
        announce("10.0.0.1", 1, 0, AnnounceEvent.COMPLETED);
        announce("10.0.0.1", 1, 0, AnnounceEvent.NONE);
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(1, 0, 1));
    }

    @Test
    void completionWithoutCompletenessDoesNotCount() {
        announce("10.0.0.1", 1, 7, AnnounceEvent.COMPLETED);
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(0, 1, 0));
    }

    @Test
    void seederThatLacksSomethingAgainIsNone() {
        join("10.0.0.1", 1, 0);
        join("10.0.0.1", 1, 9);
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(0, 1, 0));
    }

    @Test
    void stoppedPeerIsGoneAndLearnsNothing() {
        join("10.0.0.1", 1, 5);
        join("10.0.0.2", 2, 5);
        assertThat(announce("10.0.0.1", 1, 5, AnnounceEvent.STOPPED).peers().size())
                .isZero();
        assertThat(addresses(join("10.0.0.2", 2, 5))).isEmpty();
        announce("10.0.0.3", 3, 5, AnnounceEvent.STOPPED);
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(0, 1, 0));
    }

    @Test
    void nobodyCanRemoveAnEntryFromAnotherAddress() {
        PeerId victim = PeerId.random();
        AnnounceRequest joining = AnnounceRequest.of(HASH, victim, 1, new Totals(0, 0, 5), AnnounceEvent.STARTED);
        store.announce(joining, endpoint("10.0.0.1", 0).getAddress(), 50, false);
        AnnounceRequest leaving = AnnounceRequest.of(HASH, victim, 1, new Totals(0, 0, 5), AnnounceEvent.STOPPED);
        store.announce(leaving, endpoint("10.9.9.9", 0).getAddress(), 50, false);
        assertThat(addresses(join("10.0.0.2", 2, 5))).containsExactly(endpoint("10.0.0.1", 1));
    }

    @Test
    void peerWithoutAPortIsAnsweredButNotNamed() {
        join("10.0.0.1", 1, 5);
        assertThat(addresses(join("10.0.0.2", 0, 5))).containsExactly(endpoint("10.0.0.1", 1));
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(0, 1, 0));
    }

    @Test
    void peersOnLoopbackAreNamedOnLoopbackOnly() {
        join("127.0.0.1", 1, 5);
        join("::1", 2, 5);
        join("10.0.0.1", 3, 5);
        assertThat(addresses(join("10.0.0.2", 4, 5))).containsExactly(endpoint("10.0.0.1", 3));
        assertThat(addresses(join("127.0.0.1", 5, 5)))
                .containsExactlyInAnyOrder(
                        endpoint("127.0.0.1", 1), endpoint("::1", 2), endpoint("10.0.0.1", 3), endpoint("10.0.0.2", 4));
    }

    @Test
    void bothFamiliesAreNamedUnlessOnlyOneIsOfUse() {
        join("10.0.0.1", 1, 5);
        join("2001:db8::1", 2, 5);
        AnnounceRequest asking = request(HASH, 3, 5, AnnounceEvent.NONE);
        PeerList own = store.announce(asking, endpoint("2001:db8::3", 3).getAddress(), 50, true)
                .peers();
        assertThat(own.addresses()).containsExactly(endpoint("2001:db8::1", 2));
        PeerList both = store.announce(asking, endpoint("2001:db8::3", 3).getAddress(), 50, false)
                .peers();
        assertThat(both.addresses()).containsExactly(endpoint("10.0.0.1", 1), endpoint("2001:db8::1", 2));
    }

    @Test
    void placesAreSharedBetweenFamiliesByTheirSize() {
        for (int i = 1; i <= 40; i++) {
            join("10.0.0." + i, 1, 5);
        }
        for (int i = 1; i <= 10; i++) {
            join("2001:db8::" + i, 1, 5);
        }
        AnnounceRequest asking = request(HASH, 3, 5, AnnounceEvent.NONE);
        PeerList some = store.announce(asking, endpoint("10.0.1.1", 3).getAddress(), 10, false)
                .peers();
        assertThat(some.count4()).isEqualTo(9);
        assertThat(some.count6()).isEqualTo(1);
    }

    @Test
    void longAnswersCarryThePeerIds() {
        PeerId id = PeerId.random();
        AnnounceRequest joining = AnnounceRequest.of(HASH, id, 1, new Totals(0, 0, 5), AnnounceEvent.STARTED);
        store.announce(joining, endpoint("10.0.0.1", 0).getAddress(), 50, false);
        AnnounceRequest asking = request(HASH, 3, 5, AnnounceEvent.NONE);
        InetAddress from = endpoint("10.0.0.2", 0).getAddress();
        assertThat(store.announce(asking, from, 50, false).peers().ids()).isEmpty();
        assertThat(store.announce(asking.withForm(false, false), from, 50, false)
                        .peers()
                        .ids())
                .isEqualTo(id.bytes());
    }

    @Test
    void everyOtherPeerIsNamedSoonerOrLaterAndNoneTwice() {
        for (int i = 1; i <= 101; i++) {
            join("10.0.0." + i, i, i % 3 == 0 ? 0 : 5);
        }
        Map<InetSocketAddress, Integer> met = new HashMap<>();
        for (int round = 0; round < 1000; round++) {
            AnnounceRequest asking = request(HASH, 1, 5, AnnounceEvent.NONE);
            List<InetSocketAddress> some = store.announce(
                            asking, endpoint("10.0.0.1", 1).getAddress(), 10, false)
                    .peers()
                    .addresses();
            assertThat(some).hasSize(10).doesNotHaveDuplicates().doesNotContain(endpoint("10.0.0.1", 1));
            some.forEach(peer -> met.merge(peer, 1, Integer::sum));
        }
        assertThat(met).hasSize(100);
        // 1000 rounds of 10 among 100: 100 times each, give or take 10; eight deviations are no chance.
        assertThat(met.values()).allMatch(times -> times > 20 && times < 180);
    }

    @Test
    void peerThatMissesItsAnnounceIsNeitherNamedNorCountedUntilItComesAgain() {
        join("10.0.0.2", 2, 5);
        join("10.0.0.1", 1, 0);
        pass(Duration.ofMinutes(10)); // an interval of seconds, but some clients do not go below ten minutes
        assertThat(addresses(join("10.0.0.3", 3, 5)))
                .containsExactlyInAnyOrder(endpoint("10.0.0.1", 1), endpoint("10.0.0.2", 2));
        now += Duration.ofMinutes(2).toNanos();
        assertThat(addresses(announce("10.0.0.3", 3, 5, AnnounceEvent.NONE))).isEmpty();
        store.expire();
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(0, 1, 0));
        announce("10.0.0.1", 1, 0, AnnounceEvent.NONE);
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(1, 1, 0));
        assertThat(addresses(join("10.0.0.3", 3, 5))).containsExactly(endpoint("10.0.0.1", 1));
    }

    @Test
    void peerThatKeepsToItsIntervalsIsMissedSooner() {
        long seconds = join("10.0.0.1", 1, 5).intervalSeconds();
        now += Duration.ofSeconds(seconds).toNanos();
        seconds = announce("10.0.0.1", 1, 5, AnnounceEvent.NONE).intervalSeconds();
        now += Duration.ofSeconds(seconds + 10).toNanos();
        assertThat(addresses(join("10.0.0.2", 2, 5))).hasSize(1);
        now += Duration.ofSeconds(seconds + 60).toNanos();
        assertThat(addresses(join("10.0.0.2", 2, 5))).isEmpty();
    }

    @Test
    void leechersOfAnAddressAreThoseThatLackSomethingAndAreNotSilent() {
        for (String ip : List.of("10.0.0.1", "127.0.0.1", "fd00::1")) {
            join(ip, 1, 5);
            join(ip, 2, 5);
            join(ip, 3, 0);
        }
        join("10.0.0.2", 1, 5);
        announce("10.0.0.1", 2, 0, AnnounceEvent.COMPLETED);

        assertThat(leechers("10.0.0.1")).isEqualTo(1);
        assertThat(leechers("127.0.0.1")).isEqualTo(2);
        assertThat(leechers("fd00::1")).isEqualTo(2);
        assertThat(leechers("10.0.0.3")).isZero();
        assertThat(store.leechers(
                        InfoHash.parse("ff112233445566778899aabbccddeeff00112233"),
                        endpoint("10.0.0.1", 1).getAddress()))
                .isZero();
        now += Duration.ofMinutes(20).toNanos();
        assertThat(leechers("10.0.0.1")).isZero();
    }

    private int leechers(String ip) {
        return store.leechers(HASH, endpoint(ip, 1).getAddress());
    }

    @Test
    void completionOfASilentSeederDoesNotCountAgain() {
        join("10.0.0.1", 1, 5);
        announce("10.0.0.1", 1, 0, AnnounceEvent.COMPLETED);
        pass(Duration.ofMinutes(40));
        announce("10.0.0.1", 1, 0, AnnounceEvent.COMPLETED);
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(1, 0, 1));
    }

    @Test
    void silentPeersExpire() {
        report("10.0.0.1", 100, 0, AnnounceEvent.STARTED);
        pass(LIFETIME.minusMinutes(1));
        report("10.0.0.1", 300, 0, AnnounceEvent.NONE);
        assertThat(store.traffic(HASH)).isEqualTo(new SwarmTraffic(200, 0));
        pass(LIFETIME.plusMinutes(1));
        report("10.0.0.1", 600, 0, AnnounceEvent.NONE); // is as good as new
        assertThat(store.traffic(HASH)).isEqualTo(new SwarmTraffic(200, 0));
    }

    /** How often each was named when one place was asked for again and again. */
    private Map<InetSocketAddress, Integer> namedAlone(String ip, int rounds) {
        Map<InetSocketAddress, Integer> met = new HashMap<>();
        for (int round = 0; round < rounds; round++) {
            AnnounceRequest asking = request(HASH, 1, 5, AnnounceEvent.NONE);
            store.announce(asking, endpoint(ip, 1).getAddress(), 1, false)
                    .peers()
                    .addresses()
                    .forEach(peer -> met.merge(peer, 1, Integer::sum));
        }
        return met;
    }

    @Test
    void leecherWithoutProgressIsNamedWhenThereIsNobodyElse() {
        join("10.0.0.1", 1, 5);
        join("10.0.0.2", 1, 5);
        for (int i = 1; i <= 4; i++) {
            now += Duration.ofMinutes(4).toNanos();
            announce("10.0.0.1", 1, 5, AnnounceEvent.NONE);
            report("10.0.0.2", i, 0, AnnounceEvent.NONE);
        }
        assertThat(namedAlone("10.0.0.3", 50)).containsOnlyKeys(endpoint("10.0.0.2", 1));
        assertThat(addresses(join("10.0.0.3", 1, 5))).hasSize(2);
        announce("10.0.0.2", 1, 5, AnnounceEvent.STOPPED);
        assertThat(namedAlone("10.0.0.3", 5)).containsOnlyKeys(endpoint("10.0.0.1", 1));
        assertThat(store.counts(HASH).incomplete()).isEqualTo(2);
    }

    @Test
    void announcingAgainKeepsAPeerAlive() {
        join("10.0.0.1", 1, 5);
        for (int i = 0; i < 5; i++) {
            pass(LIFETIME.minusMinutes(5));
            announce("10.0.0.1", 1, 5, AnnounceEvent.NONE);
        }
        assertThat(store.counts(HASH).incomplete()).isEqualTo(1);
    }

    @Test
    void ageCountsFromTheFirstPeerAfterSilence() {
        join("10.0.0.1", 1, 5);
        now += Duration.ofMinutes(10).toNanos();
        assertThat(join("10.0.0.2", 2, 5).ageSeconds()).isEqualTo(600);
        announce("10.0.0.1", 1, 5, AnnounceEvent.STOPPED);
        announce("10.0.0.2", 2, 5, AnnounceEvent.STOPPED);
        now += Duration.ofMinutes(10).toNanos();
        assertThat(join("10.0.0.1", 1, 5).ageSeconds()).isZero();
    }

    @Test
    void completionsAreRememberedForADayAfterTheLastPeer() {
        join("10.0.0.1", 1, 5);
        announce("10.0.0.1", 1, 0, AnnounceEvent.COMPLETED);
        announce("10.0.0.1", 1, 0, AnnounceEvent.STOPPED);
        pass(Duration.ofHours(23));
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(0, 0, 1));
        pass(Duration.ofHours(2));
        assertThat(store.counts(HASH)).isEqualTo(SwarmCounts.NONE);
    }

    @Test
    void removedSwarmIsForgotten() {
        join("10.0.0.1", 1, 5);
        store.remove(HASH);
        store.remove(HASH);
        assertThat(store.counts(HASH)).isEqualTo(SwarmCounts.NONE);
    }

    @Test
    void swarmsAreBoundedAndRoomIsFreedAgain() {
        SwarmStore small = store(SwarmLimits.defaults().withSwarms(2), () -> now);
        InetAddress from = endpoint("10.0.0.1", 0).getAddress();
        AnnounceRequest third = request(InfoHash.parse("33".repeat(20)), 1, 5, AnnounceEvent.STARTED);
        small.announce(request(InfoHash.parse("11".repeat(20)), 1, 5, AnnounceEvent.STARTED), from, 50, false);
        small.announce(request(InfoHash.parse("22".repeat(20)), 1, 5, AnnounceEvent.STARTED), from, 50, false);
        assertThatExceptionOfType(ClientException.class).isThrownBy(() -> small.announce(third, from, 50, false));
        small.announce(request(InfoHash.parse("11".repeat(20)), 1, 5, AnnounceEvent.STOPPED), from, 50, false);
        small.expire();
        assertThat(small.announce(third, from, 50, false).counts().incomplete()).isEqualTo(1);
    }

    @Test
    void peersOfASwarmAreBoundedAndLateOnesStillAnswered() {
        SwarmStore small = store(SwarmLimits.defaults().withPeersPerSwarm(3), () -> now);
        Set<InetSocketAddress> entered = new HashSet<>();
        for (int i = 1; i <= 5; i++) {
            InetAddress from = endpoint("10.0.0." + i, 0).getAddress();
            SwarmView view = small.announce(request(HASH, i, 5, AnnounceEvent.STARTED), from, 50, false);
            assertThat(view.peers().size()).isEqualTo(Math.min(3, i - 1));
            entered.addAll(view.peers().addresses());
        }
        assertThat(entered).hasSize(3);
    }

    @Test
    void entriesOfOneAddressAreBoundedButNotThoseOfTheOwnMachine() {
        SwarmStore small = store(SwarmLimits.defaults().withPeersPerAddress(20), () -> now);
        for (int port = 1; port <= 50; port++) {
            for (String ip : List.of("10.0.0.1", "10.0.0.2", "127.0.0.1", "2001:db8::1", "2001:db8::2", "::1")) {
                small.announce(
                        request(HASH, port, 5, AnnounceEvent.STARTED),
                        endpoint(ip, 0).getAddress(),
                        0,
                        false);
            }
            int entered = Math.min(port, 20);
            assertThat(small.counts(HASH).incomplete()).isEqualTo(4 * entered + 2 * port);
        }
        InetAddress full = endpoint("10.0.0.1", 0).getAddress();
        assertThat(small.announce(request(HASH, 60, 5, AnnounceEvent.STARTED), full, 50, false)
                        .peers()
                        .size())
                .isPositive();
        int before = small.counts(HASH).incomplete();
        small.announce(request(HASH, 7, 5, AnnounceEvent.STOPPED), full, 0, false);
        assertThat(small.counts(HASH).incomplete()).isEqualTo(before - 1);
        small.announce(request(HASH, 61, 5, AnnounceEvent.STARTED), full, 0, false);
        small.announce(request(HASH, 62, 5, AnnounceEvent.STARTED), full, 0, false);
        assertThat(small.counts(HASH).incomplete()).isEqualTo(before);
    }

    @Test
    void droppedPeerIsGoneAndNobodyElse() {
        join("10.0.0.1", 1, 5);
        join("10.0.0.1", 2, 5);
        join("10.0.0.2", 1, 0);
        store.drop(HASH, endpoint("10.0.0.1", 0).getAddress(), 1);
        store.drop(HASH, endpoint("10.0.0.1", 0).getAddress(), 9);
        store.drop(InfoHash.parse("11".repeat(20)), endpoint("10.0.0.1", 0).getAddress(), 2);
        assertThat(store.counts(HASH)).isEqualTo(new SwarmCounts(1, 1, 0));
    }

    private void report(String ip, long downloaded, long uploaded, AnnounceEvent event) {
        store.announce(
                AnnounceRequest.of(HASH, PeerId.random(), 1, new Totals(uploaded, downloaded, 5), event),
                endpoint(ip, 0).getAddress(),
                0,
                false);
    }

    @Test
    void trafficIsTheGrowthBetweenAnnounces() {
        report("10.0.0.1", 0, 0, AnnounceEvent.STARTED);
        report("10.0.0.2", 1_000_000, 500, AnnounceEvent.NONE); // moved before we knew it
        assertThat(store.traffic(HASH)).isEqualTo(SwarmTraffic.NONE);
        pass(Duration.ofSeconds(10));
        report("10.0.0.1", 5_000_000_000L, 3, AnnounceEvent.NONE);
        report("10.0.0.2", 1_000_010, 400, AnnounceEvent.COMPLETED); // its upload went backwards
        assertThat(store.traffic(HASH)).isEqualTo(new SwarmTraffic(5_000_000_010L, 3));
        report("10.0.0.1", 5_000_000_100L, 4, AnnounceEvent.STOPPED);
        report("10.0.0.2", 1_000_010, 450, AnnounceEvent.STOPPED);
        assertThat(store.traffic(HASH)).isEqualTo(new SwarmTraffic(5_000_000_110L, 54));
        assertThat(store.traffic()).isEqualTo(store.traffic(HASH));
        pass(Duration.ofHours(23));
        assertThat(store.traffic(HASH)).isEqualTo(new SwarmTraffic(5_000_000_110L, 54));
        pass(Duration.ofHours(2));
        assertThat(store.traffic(HASH)).isEqualTo(SwarmTraffic.NONE);
        assertThat(store.traffic()).isEqualTo(new SwarmTraffic(5_000_000_110L, 54));
    }

    @Test
    void trafficBeyondAnyNetworkIsNotCounted() {
        report("10.0.0.1", 0, 0, AnnounceEvent.STARTED);
        report("10.0.0.1", TrafficSum.ALWAYS_BYTES + 1, Long.MAX_VALUE, AnnounceEvent.NONE);
        assertThat(store.traffic(HASH)).isEqualTo(SwarmTraffic.NONE);
        report("10.0.0.1", 2 * TrafficSum.ALWAYS_BYTES + 1, 0, AnnounceEvent.NONE);
        assertThat(store.traffic(HASH)).isEqualTo(new SwarmTraffic(TrafficSum.ALWAYS_BYTES, 0));
        pass(Duration.ofSeconds(1));
        report("10.0.0.1", 50_000_000_000L, 10_000_000_000L, AnnounceEvent.NONE);
        assertThat(store.traffic(HASH)).isEqualTo(new SwarmTraffic(TrafficSum.ALWAYS_BYTES, 10_000_000_000L));
    }

    @Test
    void trafficFollowsAPeerThroughTheTable() {
        for (int i = 1; i <= 100; i++) {
            report("10.0.0." + i, i, 0, AnnounceEvent.STARTED);
        }
        for (int i = 1; i <= 100; i += 3) { // some leave, some become seeders: rows move
            announce("10.0.0." + i, 1, 5, AnnounceEvent.STOPPED);
            store.announce(
                    AnnounceRequest.of(HASH, PeerId.random(), 1, new Totals(0, i + 1, 0), AnnounceEvent.COMPLETED),
                    endpoint("10.0.0." + (i + 1), 0).getAddress(),
                    0,
                    false);
        }
        assertThat(store.traffic(HASH)).isEqualTo(SwarmTraffic.NONE);
        for (int i = 3; i <= 99; i += 3) {
            report("10.0.0." + i, i + 1000, 0, AnnounceEvent.NONE);
            report("10.0.0." + (i - 1), i - 1 + 1000, 0, AnnounceEvent.NONE);
        }
        assertThat(store.traffic(HASH)).isEqualTo(new SwarmTraffic(66_000, 0));
    }

    @Test
    void numWantOfZeroNamesNobody() {
        join("10.0.0.1", 1, 5);
        AnnounceRequest asking = request(HASH, 2, 5, AnnounceEvent.NONE);
        assertThat(store.announce(asking, endpoint("10.0.0.2", 0).getAddress(), 0, false)
                        .peers()
                        .size())
                .isZero();
    }
}
