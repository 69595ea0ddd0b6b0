package torrentkit.seeder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torrentkit.testing.Frames.frame;
import static torrentkit.testing.Frames.request;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerChannel;
import torrentkit.peer.PeerSession;
import torrentkit.peer.RateExemption;
import torrentkit.piece.Block;
import torrentkit.storage.StorageException;
import torrentkit.testing.Frames;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.TestTorrent;
import torrentkit.wire.PeerId;

/** What may be changed of a seeder while it serves, and what it tells of its peers. */
@Timeout(60)
class SeederLimitsIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 3_000_001, 64 * 1024);
    private static final InfoHash INFO_HASH = TORRENT.metainfo().infoHash();
    private static final int BLOCK = Block.LENGTH;

    @TempDir
    Path directory;

    private final AtomicBoolean gate = new AtomicBoolean(true);
    private Seeder seeder;
    private SeededTorrent seeded;

    @BeforeEach
    void open() throws IOException {
        seeder = Seeder.open(SeederConfig.defaults().withUploadSlots(2).withGate(this::admits));
        seeded = seeder.seed(ServedContent.of(TORRENT, directory));
    }

    private boolean admits(InfoHash infoHash, InetAddress peer) {
        assertThat(infoHash).isEqualTo(INFO_HASH);
        assertThat(peer.isLoopbackAddress()).isTrue();
        return gate.get();
    }

    @AfterEach
    void close() {
        seeder.close();
    }

    private ScriptedPeer interested() throws IOException {
        return ScriptedPeer.join(seeder.port(), INFO_HASH).send(frame(Frames.INTERESTED));
    }

    private SeederLimits connections(int all, int perTorrent) {
        SeederLimits now = seeder.limits();
        return new SeederLimits(0, 0, 0, now.uploadSlots(), all, perTorrent, now.maxPeersPerAddress());
    }

    @Test
    void tellsItsLimits() {
        SeederLimits limits = new SeederLimits(1, 2, 3, 4, 5, 6, 7);
        assertThat(SeederConfig.defaults().withLimits(limits).limits()).isEqualTo(limits);
        assertThat(seeder.limits()).isEqualTo(new SeederLimits(0, 0, 0, 2, 4_000, 200, 16));
        seeder.limits(limits);
        assertThat(seeder.limits()).isEqualTo(limits);
        assertThat(seeder.uploadLimit().bytesPerSecond()).isEqualTo(1);
        assertThatThrownBy(() -> new SeederLimits(-1, 0, 0, 2, 1, 1, 1)).hasMessageContaining("uploadRate");
        assertThatThrownBy(() -> new SeederLimits(0, 0, 0, 1, 1, 1, 1)).hasMessageContaining("uploadSlots");
        assertThatThrownBy(() -> new SeederLimits(0, 0, 0, 2, 1, 0, 1)).hasMessageContaining("maxPeersPerTorrent");
    }

    @Test
    void ratesChangeWhileTransfersGoOn() throws IOException {
        for (SeederLimits crawl : new SeederLimits[] {
            seeder.limits().withUploadRates(1, 0, 0),
            seeder.limits().withUploadRates(0, 1, 0),
            seeder.limits().withUploadRates(0, 0, 1)
        }) {
            long before = seeder.uploadedBytes();
            try (ScriptedPeer peer = interested()) {
                peer.expect(Frames.UNCHOKE);
                seeder.limits(crawl);
                peer.send(
                        request(1, 0, BLOCK),
                        request(46, 0, 0)); // the second is an offence, so the end comes after the first
                peer.expectClosed();
            }
            assertThat(seeder.uploadedBytes()).isEqualTo(before);
            try (ScriptedPeer peer = interested()) {
                peer.expect(Frames.UNCHOKE);
                peer.send(request(1, 0, BLOCK));
                seeder.limits(crawl.withUploadRates(0, 0, 0));
                assertThat(peer.expect(Frames.PIECE).index()).isEqualTo(1);
            }
            Awaitility.await().until(() -> seeder.uploadedBytes() == before + BLOCK);
        }
    }

    @Test
    void noRateHoldsForAPeerThatIsExempt() throws IOException {
        seeder.limits(seeder.limits().withUploadRates(1, 1, 1));
        seeder.exempt(RateExemption.of(List.of("local")));
        assertThat(seeder.exempt()).isEqualTo(RateExemption.of(List.of("local")));
        try (ScriptedPeer peer = interested()) {
            peer.expect(Frames.UNCHOKE);
            peer.send(request(1, 0, BLOCK));
            assertThat(peer.expect(Frames.PIECE).index()).isEqualTo(1);
        }
    }

    @Test
    void moreSlotsUnchokeWhoWaits() throws IOException {
        try (ScriptedPeer first = interested();
                ScriptedPeer second = interested()) {
            first.expect(Frames.UNCHOKE);
            second.expect(Frames.UNCHOKE);
            try (ScriptedPeer third = interested()) { // not before, or it may get the slot of another
                Awaitility.await()
                        .until(() -> seeded.peerStatus().stream()
                                        .filter(PeerStatus::interested)
                                        .count()
                                == 3);
                assertThat(seeded.peerStatus()).filteredOn(PeerStatus::choked).hasSize(1);
                SeederLimits now = seeder.limits();
                seeder.limits(new SeederLimits(0, 0, 0, 3, now.maxPeers(), 200, 16));
                third.expect(Frames.UNCHOKE);
                assertThat(seeded.peerStatus()).noneMatch(PeerStatus::choked);
            }
        }
    }

    @Test
    void lowerBoundsKeepWhoIsThereAndRefuseOthers() throws IOException {
        try (ScriptedPeer first = interested();
                ScriptedPeer second = interested()) {
            first.expect(Frames.UNCHOKE);
            second.expect(Frames.UNCHOKE);
            seeder.limits(connections(100, 1));
            try (ScriptedPeer third = ScriptedPeer.dial(seeder.port())) {
                third.send(Frames.handshake(INFO_HASH, ScriptedPeer.newPeerId(), true, true));
                assertThat(third.expectClosed()).isZero();
            }
            seeder.limits(connections(1, 100));
            try (ScriptedPeer third = ScriptedPeer.dial(seeder.port())) {
                assertThat(third.expectClosed()).isZero();
            }
            assertThat(first.send(request(1, 0, BLOCK)).expect(Frames.PIECE).index())
                    .isEqualTo(1);
            assertThat(second.send(request(2, 0, BLOCK)).expect(Frames.PIECE).index())
                    .isEqualTo(2);
            seeder.limits(connections(100, 100));
            interested().close();
        }
    }

    @Test
    void tellsWhatEachPeerDoes() throws IOException {
        byte[] introduction = "d1:mde1:v9:Test\u0007 1.0e".getBytes(StandardCharsets.UTF_8);
        try (ScriptedPeer peer = ScriptedPeer.join(seeder.port(), INFO_HASH)) {
            Awaitility.await().until(() -> seeded.peerStatus().size() == 1);
            PeerStatus silent = seeded.peerStatus().get(0);
            assertThat(silent.address().getPort()).isEqualTo(peer.localPort());
            assertThat(silent.client()).isEqualTo("SC 0.0.0.1");
            assertThat(silent.pieces()).isZero();
            assertThat(silent.choked()).isTrue();
            assertThat(silent.interested()).isFalse();
            peer.send(
                    Frames.extended(0, introduction),
                    Frames.have(1),
                    Frames.have(3),
                    frame(Frames.INTERESTED),
                    request(2, 0, BLOCK));
            peer.expect(Frames.UNCHOKE);
            peer.send(request(2, 0, BLOCK)).expect(Frames.PIECE);
            Awaitility.await().until(() -> seeded.peerStatus().get(0).uploadedBytes() >= BLOCK);
            PeerStatus served = seeded.peerStatus().get(0);
            assertThat(served.client()).isEqualTo("Test 1.0");
            assertThat(served.pieces()).isEqualTo(2);
            assertThat(served.choked()).isFalse();
            assertThat(served.interested()).isTrue();
            assertThat(served.complete()).isFalse();
            Awaitility.await().until(() -> seeded.uploadRate() > 0 && seeder.uploadRate() > 0);
        }
        Awaitility.await().until(() -> seeded.peerStatus().isEmpty());
        assertThat(seeder.uploadedBytes(INFO_HASH))
                .isEqualTo(seeder.uploadedBytes())
                .isPositive();
        assertThat(seeder.uploadedBytes(InfoHash.parse("1".repeat(40)))).isZero();
    }

    @Test
    void theGateKeepsAPeerOutBeforeItHearsFromUs() throws IOException {
        gate.set(false);
        try (ScriptedPeer peer = ScriptedPeer.dial(seeder.port())) {
            peer.send(Frames.handshake(INFO_HASH, ScriptedPeer.newPeerId(), true, true));
            assertThat(peer.expectClosed()).isZero();
        }
        gate.set(true);
        interested().close();
    }

    @Test
    void aPeerWhoseRightHasEndedIsPartedFrom() {
        SeededSwarm swarm = (SeededSwarm) seeded;
        PeerChannel channel = new PeerChannel();
        Optional<PeerSession> session = swarm.admit(channel.connection(true, PeerId.random(), false));
        channel.open(session.orElseThrow(), Duration.ofHours(1));
        channel.advanceTimeBy(1, TimeUnit.MINUTES);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        gate.set(false);
        for (int second = 0; second < 10; second++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runPendingTasks();
        }
        assertThat(channel.isOpen()).isFalse();
        assertThat(seeded.peers()).isZero();
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageException.Kind.class,
            names = {"TOO_MANY_OPEN_FILES", "OTHER"})
    void aReadThatFailsForAPassingReasonDoesNotEndTheTorrent(StorageException.Kind kind) throws IOException {
        Logger log = Logger.getLogger(SeededSwarm.class.getName());
        log.setLevel(Level.OFF); // who reads the build's output must not take this for a real failure
        ((SeededSwarm) seeded).failed(new StorageException(kind, "cannot read for now", null, null));
        log.setLevel(null);
        assertThat(seeded.withdrawn()).isNotDone();
        try (ScriptedPeer peer = interested()) {
            peer.expect(Frames.UNCHOKE);
            peer.send(request(1, 0, BLOCK)).expect(Frames.PIECE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageException.Kind.class,
            names = {"PERMISSION", "NOT_FOUND", "EXISTS"})
    void aReadThatFailsForGoodEndsTheTorrent(StorageException.Kind kind) {
        ((SeededSwarm) seeded).failed(new StorageException(kind, "cannot read any more", null, null));
        assertThat(seeded.withdrawn()).isCompletedWithValue("cannot read any more");
        assertThat(seeder.loaded()).isEmpty();
    }
}
