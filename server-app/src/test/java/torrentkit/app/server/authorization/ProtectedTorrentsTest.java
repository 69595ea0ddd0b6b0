package torrentkit.app.server.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.authorization.RuleGate.CallerView;
import torrentkit.app.server.config.AuthorizationSettings;
import torrentkit.app.server.http.Viewer;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.torrents.Passes.Pass;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.TestTorrent;
import torrentkit.tracker.access.LiveAnnounces;
import torrentkit.tracker.server.TorrentAccess.Access;

class ProtectedTorrentsTest {
    private static final String RULES =
            "{ name = s, sort-order = 1, match-request { path = \"/torrent/secret\", type = path },"
                    + " allow = [alice, bob, {extensions: {pp_role: builder}}] },"
                    + "{ name = f, sort-order = 2, match-request { path = \"/torrent/mixed/[^/]*[.]key\", type = regex }, allow = alice },"
                    + "{ name = o, sort-order = 9, match-request { path = \"/\", type = path }, allow-unauthenticated = true }";
    private static final Caller ALICE = Caller.named("alice", Caller.Proof.TOKEN);
    private static final Caller CAROL = Caller.named("carol", Caller.Proof.TOKEN);

    private final Metainfo file = TestTorrent.ofFile("file", 40_000).metainfo();
    private final Metainfo directory = TestTorrent.ofDirectory(
                    "directory", TestTorrent.file("a.txt", 20_000), TestTorrent.file("b.key", 20_000))
            .metainfo();

    @TempDir
    private Path temporary;

    private final AtomicLong seconds = new AtomicLong(1_000_000);
    private final Map<InfoHash, List<List<String>>> places = new HashMap<>();
    private boolean pathsComplete = true;
    private InetAddress peer;
    private InetAddress other;
    private Authorizer authorizer;
    private Visibility visibility;
    private ProtectedTorrents torrents;

    private final class TestClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds.get());
        }
    }

    private class Places implements TorrentPaths {
        @Override
        public boolean offers(InfoHash infoHash) {
            return places.containsKey(infoHash);
        }

        @Override
        public List<List<String>> paths(InfoHash infoHash) {
            return places.get(infoHash);
        }

        @Override
        public boolean arePathsComplete() {
            return pathsComplete;
        }

        @Override
        public Optional<List<List<String>>> files(InfoHash infoHash) {
            return Optional.of(ProtectedTorrents.files(infoHash.equals(file.infoHash()) ? file : directory));
        }
    }

    @BeforeEach
    void setUp() throws IOException {
        peer = InetAddress.getByName("192.0.2.1");
        other = InetAddress.getByName("192.0.2.2");
        authorizer = Authorizer.open(settings(RULES, "alice", "bob", "carol"));
        visibility = new Visibility(authorizer, "/torrent");
        torrents = new ProtectedTorrents(
                authorizer,
                visibility,
                new Places(),
                Duration.ofDays(7),
                Duration.ofMinutes(30),
                new LiveAnnounces(100, () -> Duration.ofSeconds(seconds.get()).toNanos()),
                new TestClock());
    }

    @AfterEach
    void tearDown() {
        torrents.close();
        authorizer.close();
    }

    private AuthorizationSettings settings(String rules, String... names) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            lines.add(TokenFile.line(name, "token of " + name));
        }
        return new AuthorizationSettings(
                ConfigFactory.parseString("version = 1, rules = [" + rules + "]"),
                "r",
                Optional.empty(),
                Optional.of(Files.write(temporary.resolve("tokens"), lines)));
    }

    private Pass pass(Caller caller, Metainfo metainfo, String... names) {
        WebRequest request = new WebRequest(
                HttpMethod.GET,
                List.of("torrent", "x"),
                false,
                Map.of(),
                new DefaultHttpHeaders(),
                new InetSocketAddress(80),
                new InetSocketAddress(80),
                false,
                new CallerView(caller, visibility));
        return torrents.of(request, List.of(names), metainfo);
    }

    private Optional<String> key(Caller caller, Metainfo metainfo, String... names) {
        places.put(metainfo.infoHash(), List.of(List.of(names)));
        return Optional.of(((Pass.Keyed) pass(caller, metainfo, names)).key());
    }

    private Access announce(Metainfo metainfo, Optional<String> key) {
        return torrents.announce(metainfo.infoHash(), key, peer);
    }

    private boolean admits(Metainfo metainfo, InetAddress address) {
        return torrents.admits(metainfo.infoHash(), address);
    }

    @Test
    void leavesOpenWhatEverybodySees() {
        places.put(file.infoHash(), List.of(List.of("public", "file")));
        assertThat(pass(Caller.anonymous(), file, "public", "file")).isEqualTo(new Pass.Open());
        assertThat(pass(ALICE, file, "public", "file")).isEqualTo(new Pass.Open());
        assertThat(announce(file, Optional.empty())).isEqualTo(Access.SEEDED_HERE);
        assertThat(admits(file, other)).isTrue();
    }

    @Test
    void knowsNothingOfWhatIsNotServed() {
        assertThat(announce(file, Optional.empty())).isEqualTo(Access.UNKNOWN);
        assertThat(admits(file, peer)).isFalse();
    }

    @Test
    void letsNobodyInWithoutAKeyThatIsGood() {
        Optional<String> key = key(ALICE, file, "secret", "file");
        Optional<String> ofAnother = key(ALICE, directory, "secret", "directory");
        for (Optional<String> bad :
                List.of(Optional.<String>empty(), Optional.of("x"), Optional.of(key.get() + "A"), ofAnother)) {
            assertThat(announce(file, bad))
                    .isInstanceOfSatisfying(
                            Access.Refused.class,
                            refused -> assertThat(refused.retryIn()).contains(Access.Refused.NEVER));
            assertThat(torrents.scrape(file.infoHash(), bad, peer)).isEqualTo(Access.UNKNOWN);
        }
        assertThat(admits(file, peer)).isFalse();
    }

    @Test
    void letsInTheAddressThatAnnouncedWithItsKey() {
        Optional<String> key = key(ALICE, file, "secret", "file");
        assertThat(announce(file, key)).isEqualTo(Access.SEEDED_HERE);
        assertThat(torrents.scrape(file.infoHash(), key, peer)).isEqualTo(Access.SEEDED_HERE);
        assertThat(admits(file, peer)).isTrue();
        assertThat(admits(file, other)).isFalse();
        torrents.stopped(file.infoHash(), key, peer);
        assertThat(admits(file, peer)).isFalse();
    }

    @Test
    void partsFromAnAddressThatNoLongerAnnounces() {
        announce(file, key(ALICE, file, "secret", "file"));
        seconds.addAndGet(Duration.ofMinutes(64).toSeconds());
        assertThat(admits(file, peer)).isTrue();
        seconds.addAndGet(Duration.ofMinutes(2).toSeconds());
        assertThat(admits(file, peer)).isFalse();
    }

    @Test
    void partsFromAnAddressWhenItsKeyEnds() {
        Optional<String> key = key(ALICE, file, "secret", "file");
        seconds.addAndGet(Duration.ofDays(7).minusMinutes(1).toSeconds());
        assertThat(announce(file, key)).isEqualTo(Access.SEEDED_HERE);
        seconds.addAndGet(Duration.ofMinutes(2).toSeconds());
        assertThat(admits(file, peer)).isFalse();
        assertThat(announce(file, key)).isInstanceOf(Access.Refused.class);
    }

    @Test
    void dropsARevokedNameAtItsNextAnnounce() throws IOException {
        Optional<String> key = key(ALICE, file, "secret", "file");
        assertThat(announce(file, key)).isEqualTo(Access.SEEDED_HERE);
        authorizer.prepare(settings(RULES, "bob")).run();
        assertThat(announce(file, key))
                .isInstanceOfSatisfying(
                        Access.Refused.class,
                        refused -> assertThat(refused.retryIn()).contains(Duration.ofHours(1)));
        assertThat(admits(file, peer)).isFalse();
    }

    @Test
    void dropsANameThatTheRulesNoLongerAllow() throws IOException {
        Optional<String> key = key(ALICE, file, "secret", "file");
        authorizer
                .prepare(settings(RULES.replace("alice, bob", "bob"), "alice"))
                .run();
        assertThat(announce(file, key)).isInstanceOf(Access.Refused.class);
    }

    @Test
    void letsACallerInByTheExtensionsOfTheCertificate() {
        Caller builder = new Caller(
                Optional.of("x"), Caller.Proof.CERTIFICATE, Map.of("1.3.6.1.4.1.34380.1.1.13", Set.of("builder")));
        assertThat(announce(file, key(builder, file, "secret", "file"))).isEqualTo(Access.SEEDED_HERE);
    }

    @Test
    void hidesATorrentFromThoseWhoDoNotSeeItsPath() {
        assertThat(pass(CAROL, file, "secret", "file")).isEqualTo(new Pass.Hidden());
        assertThat(pass(Caller.anonymous(), file, "secret", "file")).isEqualTo(new Pass.Hidden());
    }

    @Test
    void hidesADirectoryFromThoseWhoDoNotSeeAllOfIt() {
        places.put(directory.infoHash(), List.of(List.of("mixed")));
        assertThat(pass(Caller.anonymous(), directory, "mixed")).isEqualTo(new Pass.Hidden());
        assertThat(pass(CAROL, directory, "mixed")).isEqualTo(new Pass.Hidden());
        assertThat(announce(directory, key(ALICE, directory, "mixed"))).isEqualTo(Access.SEEDED_HERE);
        assertThat(announce(directory, Optional.empty())).isInstanceOf(Access.Refused.class);
        assertThat(admits(directory, other)).isFalse();
    }

    @Test
    void tellsOfADirectoryOnlyThoseWhoSeeAllOfIt() {
        key(ALICE, directory, "mixed");
        assertThat(torrents.sees(new CallerView(ALICE, visibility), directory.infoHash()))
                .isTrue();
        assertThat(torrents.sees(new CallerView(CAROL, visibility), directory.infoHash()))
                .isFalse();
        assertThat(torrents.sees(Viewer.ALL, directory.infoHash())).isTrue();
    }

    @Test
    void asksForNoKeysWithoutRules() throws IOException {
        Authorizer open = Authorizer.open(new AuthorizationSettings(
                ConfigFactory.parseString("version = 1"), "r", Optional.empty(), Optional.empty()));
        try (ProtectedTorrents unprotected = new ProtectedTorrents(
                open, new Visibility(open, "/torrent"), new Places(), Duration.ofDays(7), Duration.ofMinutes(30))) {
            places.put(file.infoHash(), List.of());
            assertThat(unprotected.announce(file.infoHash(), Optional.empty(), peer))
                    .isEqualTo(Access.SEEDED_HERE);
            assertThat(unprotected.admits(file.infoHash(), peer)).isTrue();
        } finally {
            open.close();
        }
    }

    @Test
    void letsEverybodyInWhenOneOfThePlacesIsForEverybody() {
        places.put(file.infoHash(), List.of(List.of("secret", "file"), List.of("public", "file")));
        assertThat(announce(file, Optional.empty())).isEqualTo(Access.SEEDED_HERE);
    }

    @Test
    void looksIntoATorrentThatNobodyHasFetchedSinceTheStart() {
        places.put(file.infoHash(), List.of(List.of("mixed", "file")));
        places.put(directory.infoHash(), List.of(List.of("mixed")));
        assertThat(announce(directory, Optional.empty()))
                .isInstanceOfSatisfying(
                        Access.Refused.class,
                        refused -> assertThat(refused.retryIn()).contains(Duration.ofMinutes(1)));
        await().untilAsserted(() -> assertThat(announce(directory, Optional.empty()))
                .isInstanceOfSatisfying(
                        Access.Refused.class,
                        refused -> assertThat(refused.retryIn()).contains(Access.Refused.NEVER)));
        await().untilAsserted(() -> assertThat(announce(file, Optional.empty())).isEqualTo(Access.SEEDED_HERE));
    }

    @Test
    void refusesForNowWhatHasNoKnownPlaceYet() {
        places.put(file.infoHash(), List.of());
        pathsComplete = false;
        assertThat(announce(file, Optional.empty()))
                .isInstanceOfSatisfying(
                        Access.Refused.class,
                        refused -> assertThat(refused.retryIn()).contains(Duration.ofMinutes(1)));
        assertThat(admits(file, peer)).isFalse();
    }

    @Test
    void decidesAboutADirectoryOfManyFiles() {
        List<List<String>> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(List.of("file" + i));
        }
        InfoHash infoHash = InfoHash.of(new byte[20]);
        places.put(infoHash, List.of(List.of("mixed")));
        TorrentPaths ofMany = new Places() {
            @Override
            public Optional<List<List<String>>> files(InfoHash any) {
                return Optional.of(many);
            }
        };
        TorrentSight sight = new TorrentSight(ofMany, visibility);
        assertThat(sight.of(infoHash, Caller.anonymous())).isEqualTo(TorrentSight.Sight.UNDECIDED);
        await().untilAsserted(
                        () -> assertThat(sight.of(infoHash, Caller.anonymous())).isEqualTo(TorrentSight.Sight.SEEN));
        sight.close();
    }

    @Test
    void keepsTheSecretOfTheKeysForItsOwner() throws IOException {
        Path state = temporary.resolve("state");
        byte[] secret = AnnounceSecret.of(state);
        assertThat(AnnounceSecret.of(state)).isEqualTo(secret).hasSize(32);
        Path kept = state.resolve("announce-secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        Files.write(kept, new byte[3]);
        assertThat(AnnounceSecret.of(state)).hasSize(32).isNotEqualTo(secret);
        try (var left = Files.list(state)) {
            assertThat(left).containsExactly(kept);
        }
    }

    @Test
    void readsBackEveryCallerThatItWrites() {
        Caller full = new Caller(
                Optional.of("é".repeat(127)),
                Caller.Proof.HEADER,
                Map.of("1.2.3", Set.of("there is no room for this")));
        assertThat(Subject.read(Subject.write(full))).contains(Caller.named("é".repeat(127), Caller.Proof.HEADER));
        Caller some = new Caller(
                Optional.of("a=b"), Caller.Proof.BASIC, Map.of("1.2.3", Set.of("x=y", "z"), "1.2.4", Set.of("")));
        assertThat(Subject.read(Subject.write(some))).contains(some);
        for (String strange : List.of("", "c", "xalice", "calice\nno", "\n", "\n1.2.3=x")) {
            assertThat(Subject.read(strange)).as(strange).isEmpty();
        }
    }
}
