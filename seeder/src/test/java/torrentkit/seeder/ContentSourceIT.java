package torrentkit.seeder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torrentkit.testing.Frames.frame;
import static torrentkit.testing.Frames.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.piece.Block;
import torrentkit.testing.Frames;
import torrentkit.testing.Leftovers;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.TestTorrent;

/** A seeder whose content is loaded when peers ask for it. */
@Timeout(60)
class ContentSourceIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 3_000_001, 64 * 1024);
    private static final TestTorrent OTHER = TestTorrent.ofFile("other.bin", 1_000_001, 64 * 1024);
    private static final InfoHash INFO_HASH = TORRENT.metainfo().infoHash();
    private static final InfoHash UNKNOWN = InfoHash.parse("9".repeat(40));
    private static final int BLOCK = Block.LENGTH;

    @TempDir
    Path directory;

    private final Map<InfoHash, Content> offered = new ConcurrentHashMap<>();
    private final List<InfoHash> loads = new CopyOnWriteArrayList<>();
    private final List<String> withdrawals = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch doorstep = new CountDownLatch(0);
    private final ContentSource source = new ContentSource() {
        @Override
        public boolean offers(InfoHash infoHash) {
            return offered.containsKey(infoHash);
        }

        @Override
        public Optional<Content> load(InfoHash infoHash) {
            loads.add(infoHash);
            try {
                doorstep.await();
            } catch (InterruptedException e) {
                return Optional.empty();
            }
            return Optional.ofNullable(offered.get(infoHash));
        }

        @Override
        public void withdrawn(InfoHash infoHash, String reason) {
            offered.remove(infoHash);
            withdrawals.add(reason);
        }
    };
    private Seeder seeder;

    private void open(SeederConfig config) throws IOException {
        seeder = Seeder.open(config);
        seeder.serve(source);
        offer(TORRENT);
        offer(OTHER);
    }

    private void offer(TestTorrent torrent) {
        offered.put(torrent.metainfo().infoHash(), ServedContent.of(torrent, directory));
    }

    private static SeederConfig forgetful() {
        return SeederConfig.defaults().withUnloadAfter(Duration.ZERO);
    }

    @AfterEach
    void close() {
        doorstep.countDown();
        seeder.close();
    }

    private ScriptedPeer asking(InfoHash infoHash) throws IOException {
        return ScriptedPeer.dial(seeder.port()).send(Frames.handshake(infoHash, ScriptedPeer.newPeerId(), true, true));
    }

    private void assertServed(TestTorrent torrent) throws IOException {
        try (ScriptedPeer peer =
                ScriptedPeer.join(seeder.port(), torrent.metainfo().infoHash())) {
            assertServed(torrent, peer);
        }
    }

    private static void assertServed(TestTorrent torrent, ScriptedPeer peer) throws IOException {
        peer.send(frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
        byte[] data = peer.send(request(2, 0, BLOCK)).expect(Frames.PIECE).data();
        assertThat(data).isEqualTo(Arrays.copyOf(torrent.piece(2), BLOCK));
    }

    private void assertSilence(InfoHash infoHash) throws IOException {
        try (ScriptedPeer peer = asking(infoHash)) {
            assertThat(peer.expectClosed()).isZero();
        }
    }

    @Test
    void loadsWhatAPeerAsksForAndNothingElse() throws IOException {
        open(SeederConfig.defaults());
        assertThat(seeder.loaded()).isEmpty();
        assertServed(TORRENT);
        assertServed(TORRENT);
        assertThat(loads).containsExactly(INFO_HASH);
        assertThat(seeder.loaded()).hasSize(1);
        assertThat(seeder.find(INFO_HASH)).isPresent();
        assertThat(seeder.torrents()).isEqualTo(1);
    }

    @Test
    void saysNothingAboutWhatTheSourceDoesNotOffer() throws IOException {
        open(SeederConfig.defaults());
        assertSilence(UNKNOWN);
        assertThat(loads).isEmpty();
    }

    @Test
    void saysNothingAboutWhatIsGoneByNow() throws IOException {
        open(SeederConfig.defaults());
        doorstep = new CountDownLatch(1);
        try (ScriptedPeer peer = asking(INFO_HASH)) {
            Awaitility.await().until(() -> !loads.isEmpty());
            offered.remove(INFO_HASH);
            doorstep.countDown();
            assertThat(peer.expectClosed()).isZero();
        }
        assertThat(seeder.loaded()).isEmpty();
        assertServed(OTHER);
    }

    @Test
    void doesNotServeAnotherTorrentThanWasAskedFor() throws IOException {
        open(SeederConfig.defaults());
        offered.put(UNKNOWN, offered.get(INFO_HASH));
        Logger log = Logger.getLogger(SourcedSwarms.class.getName());
        log.setLevel(Level.OFF); // who reads the build's output must not take this for a real failure
        assertSilence(UNKNOWN);
        log.setLevel(null);
        assertThat(seeder.loaded()).isEmpty();
        assertServed(TORRENT);
    }

    @Test
    void manyHandshakesAtTheSameTimeLoadOnce() throws IOException {
        open(SeederConfig.defaults());
        doorstep = new CountDownLatch(1);
        List<ScriptedPeer> peers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            peers.add(asking(INFO_HASH));
        }
        Awaitility.await().until(() -> seeder.connections() == 100);
        doorstep.countDown();
        for (ScriptedPeer peer : peers) {
            peer.readHandshake();
            peer.close();
        }
        assertThat(loads).containsExactly(INFO_HASH);
    }

    @Test
    void unloadsATorrentWithoutPeersAndLoadsItAgainForTheNext() throws Exception {
        open(forgetful());
        assertServed(TORRENT);
        Awaitility.await().until(() -> seeder.loaded().isEmpty());
        Awaitility.await().until(() -> Leftovers.openBelow(directory).isEmpty());
        assertThat(seeder.find(INFO_HASH)).isEmpty();
        assertThat(seeder.uploadedBytes(INFO_HASH)).isEqualTo(BLOCK);
        assertServed(TORRENT);
        assertThat(loads).containsExactly(INFO_HASH, INFO_HASH);
        Awaitility.await().until(() -> seeder.uploadedBytes(INFO_HASH) == 2 * BLOCK);
        assertThat(seeder.uploadedBytes()).isEqualTo(2 * BLOCK);
        assertThat(withdrawals).isEmpty();
    }

    @Test
    void keepsABoundedNumberOfTorrentsWithoutPeers() throws Exception {
        open(SeederConfig.defaults().withUnloadAfter(Duration.ofDays(1)));
        try (ScriptedPeer stays = ScriptedPeer.join(seeder.port(), INFO_HASH)) {
            for (int i = 0; i < SourcedSwarms.MAX_IDLE + 30; i++) {
                TestTorrent one = TestTorrent.ofFile("small " + i, 100);
                offer(one);
                ScriptedPeer.join(seeder.port(), one.metainfo().infoHash()).close();
            }
            Awaitility.await().until(() -> seeder.loaded().size() == SourcedSwarms.MAX_IDLE + 1);
            assertServed(TORRENT, stays);
        }
    }

    @Test
    void keepsATorrentWithAPeer() throws Exception {
        open(forgetful());
        try (ScriptedPeer peer = ScriptedPeer.join(seeder.port(), INFO_HASH)) {
            for (int i = 0; i < 2; i++) {
                assertServed(OTHER);
                Awaitility.await().until(() -> seeder.loaded().size() == 1);
            }
            assertServed(TORRENT, peer);
        }
        assertThat(loads.stream().filter(INFO_HASH::equals)).hasSize(1);
        Awaitility.await().until(() -> seeder.loaded().isEmpty());
    }

    @Test
    void tellsTheSourceOfContentThatChanged() throws IOException {
        open(SeederConfig.defaults());
        try (ScriptedPeer peer = ScriptedPeer.join(seeder.port(), INFO_HASH)) {
            assertServed(TORRENT, peer);
            Files.write(offered.get(INFO_HASH).root(), new byte[] {1});
            peer.send(request(23, 0, BLOCK), request(1, 0, BLOCK)).expectClosed();
        }
        Awaitility.await().until(() -> seeder.loaded().isEmpty());
        assertThat(withdrawals).singleElement().asString().contains("changed");
        assertSilence(INFO_HASH);
        assertThat(loads).hasSize(1);
        assertServed(OTHER);
    }

    @Test
    void whatIsWithdrawnIsClosedAndNotToldToTheSource() throws Exception {
        open(SeederConfig.defaults());
        try (ScriptedPeer peer = ScriptedPeer.join(seeder.port(), INFO_HASH)) {
            SeededTorrent torrent = seeder.find(INFO_HASH).orElseThrow();
            offered.remove(INFO_HASH);
            seeder.withdraw(INFO_HASH, "it was replaced");
            peer.expectClosed();
            assertThat(torrent.withdrawn().get(10, TimeUnit.SECONDS)).isEqualTo("it was replaced");
        }
        assertThat(seeder.loaded()).isEmpty();
        assertThat(withdrawals).isEmpty();
        assertSilence(INFO_HASH);
        seeder.withdraw(UNKNOWN, "nobody knows it");
    }

    @Test
    void mayBeWithdrawnWhileItIsLoaded() throws Exception {
        open(SeederConfig.defaults());
        doorstep = new CountDownLatch(1);
        try (ScriptedPeer peer = asking(INFO_HASH)) {
            Awaitility.await().until(() -> !loads.isEmpty());
            seeder.withdraw(INFO_HASH, "it was replaced");
            assertThat(peer.expectClosed()).isZero();
        }
        doorstep.countDown();
        assertServed(OTHER); // by the same threads, so the load is over when the next is
        assertThat(seeder.find(INFO_HASH)).isEmpty();
        assertServed(TORRENT); // the source still offers it
    }

    @Test
    void leavesNothingBehindWhenClosedDuringALoad() throws IOException {
        Leftovers before = Leftovers.before();
        open(SeederConfig.defaults());
        doorstep = new CountDownLatch(1);
        try (ScriptedPeer peer = asking(INFO_HASH)) {
            Awaitility.await().until(() -> !loads.isEmpty());
            Thread closing = new Thread(seeder::close);
            closing.start();
            assertThat(peer.expectClosed()).isZero(); // without waiting for the load
            doorstep.countDown();
            seeder.close();
        }
        assertThat(seeder.loaded()).isEmpty();
        before.assertNone(directory);
    }

    @Test
    void takesOneSourceAndNothingAfterItWasClosed() throws IOException {
        open(SeederConfig.defaults());
        assertThatThrownBy(() -> seeder.serve(source)).isInstanceOf(IllegalStateException.class);
        seeder.close();
        assertThatThrownBy(() -> seeder.seed(offered.get(INFO_HASH))).isInstanceOf(IllegalStateException.class);
        assertThat(seeder.loaded()).isEmpty();
        Seeder other = Seeder.open(SeederConfig.defaults());
        other.close();
        assertThatThrownBy(() -> other.serve(source)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stopsServingASourceAndTakesAnother() throws IOException {
        open(SeederConfig.defaults());
        seeder.seed(offered.get(OTHER.metainfo().infoHash()));
        try (ScriptedPeer peer = ScriptedPeer.join(seeder.port(), INFO_HASH)) {
            assertServed(TORRENT, peer);
            seeder.stopServing(source, "there is another one");
            peer.expectClosed();
        }
        assertSilence(INFO_HASH);
        assertServed(OTHER);
        seeder.serve(source);
        assertServed(TORRENT);
    }

    @Test
    void servesGivenAndLoadedContentSideBySide() throws IOException {
        open(SeederConfig.defaults());
        seeder.seed(offered.get(INFO_HASH));
        assertServed(TORRENT);
        assertServed(OTHER);
        assertThat(loads).containsExactly(OTHER.metainfo().infoHash());
        assertThat(seeder.loaded()).hasSize(2);
    }

    @Test
    void theGateIsAskedBeforeAnythingIsLoaded() throws IOException {
        open(SeederConfig.defaults().withGate((infoHash, peer) -> !infoHash.equals(INFO_HASH)));
        assertSilence(INFO_HASH);
        assertThat(loads).isEmpty();
        assertServed(OTHER);
    }
}
