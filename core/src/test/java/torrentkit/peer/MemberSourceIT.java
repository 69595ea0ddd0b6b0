package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import torrentkit.metainfo.InfoHash;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.testing.Frames;
import torrentkit.testing.Leftovers;
import torrentkit.testing.ScriptedPeer;

/** Handshakes for torrents that nobody has joined, and a source that answers when the test says so. */
@Timeout(60)
class MemberSourceIT {
    private static final InfoHash TORRENT = InfoHash.parse("0123456789".repeat(4));
    private static final TorrentLayout LAYOUT = TorrentLayout.of(16 * 1024, 100_000);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<InfoHash> asked = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Optional<SwarmMember>>> answers = new CopyOnWriteArrayList<>();
    private final List<RecordedHalves> sessions = new CopyOnWriteArrayList<>();
    private final MemberSource source = new MemberSource() {
        @Override
        public boolean mayKnow(InfoHash infoHash, InetAddress peer) {
            asked.add(infoHash);
            return peer.isLoopbackAddress() && infoHash.bytes()[0] == TORRENT.bytes()[0];
        }

        @Override
        public CompletionStage<Optional<SwarmMember>> find(InfoHash infoHash) {
            CompletableFuture<Optional<SwarmMember>> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }
    };
    private PeerNetwork network;

    private final class Member implements SwarmMember {
        @Override
        public InfoHash infoHash() {
            return TORRENT;
        }

        @Override
        public Optional<PeerSession> admit(PeerConnection connection) {
            RecordedHalves halves = new RecordedHalves(connection, LAYOUT, new Bitfield(LAYOUT.pieceCount()));
            sessions.add(halves);
            return Optional.of(halves.session);
        }
    }

    private void open(Duration handshake) throws IOException {
        network = PeerNetwork.open(PeerNetworkConfig.defaults().withTimeouts(LONG, handshake, LONG));
        network.joinSource(source);
    }

    @AfterEach
    void close() {
        network.close();
    }

    private ScriptedPeer asking(InfoHash infoHash) throws IOException {
        ScriptedPeer peer = ScriptedPeer.dial(network.port());
        return peer.send(Frames.handshake(infoHash, ScriptedPeer.newPeerId(), true, true));
    }

    private void awaitLookUps(int count) {
        Awaitility.await().until(() -> answers.size() == count);
    }

    /** Waits until the event loops have done what they are at. */
    private void settle() {
        network.loops().forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    }

    @Test
    void aHandshakeWaitsForTheSourceAndWhatCameWithItIsNotLost() throws IOException {
        open(LONG);
        try (ScriptedPeer peer = ScriptedPeer.dial(network.port())) {
            peer.send(
                    Frames.handshake(TORRENT, ScriptedPeer.newPeerId(), true, true),
                    Frames.frame(Frames.HAVE_ALL),
                    Frames.have(1));
            awaitLookUps(1);
            peer.send(Frames.frame(Frames.INTERESTED));
            assertThat(peer.hasMore()).isFalse();
            answers.get(0).complete(Optional.of(new Member()));
            assertThat(peer.readHandshake()).contains(TORRENT.bytes());
            Awaitility.await().until(() -> sessions.get(0).calls.contains("interested"));
        }
        assertThat(sessions.get(0).calls).startsWith("requests opened", "blocks opened", "pieces 7");
    }

    @Test
    void readsNothingMoreWhileTheSourceLooks() throws Exception {
        open(LONG);
        try (ScriptedPeer peer = asking(TORRENT)) {
            awaitLookUps(1);
            byte[] flood = Frames.join(Frames.frame(Frames.HAVE_NONE), new byte[1 << 20]); // keep-alives
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 64; i++) {
                        peer.send(flood);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            answers.get(0).complete(Optional.of(new Member()));
            peer.readHandshake();
            Awaitility.await().until(() -> !sessions.get(0).calls.isEmpty());
            peer.leave();
            sending.handle((done, failure) -> done).get();
        }
    }

    @Test
    void saysNothingWhenTheSourceFindsNothing() throws IOException {
        open(LONG);
        try (ScriptedPeer peer = asking(TORRENT)) {
            awaitLookUps(1);
            answers.get(0).complete(Optional.empty());
            assertThat(peer.expectClosed()).isZero();
        }
    }

    @Test
    void saysNothingAboutATorrentThatNoSourceMayKnow() throws IOException {
        open(LONG);
        try (ScriptedPeer peer = asking(InfoHash.parse("9".repeat(40)))) {
            assertThat(peer.expectClosed()).isZero();
        }
        assertThat(asked).containsExactly(InfoHash.parse("9".repeat(40)));
        assertThat(answers).isEmpty();
    }

    @Test
    void saysNothingWhenTheSourceFails() throws IOException {
        open(LONG);
        Logger log = Logger.getLogger(AcceptingHandshake.class.getName());
        log.setLevel(Level.OFF); // who reads the build's output must not take this for a real failure
        try (ScriptedPeer peer = asking(TORRENT)) {
            awaitLookUps(1);
            answers.get(0).completeExceptionally(new IllegalStateException("a bug in the test's source"));
            assertThat(peer.expectClosed()).isZero();
        } finally {
            log.setLevel(null);
        }
    }

    @Test
    void cutsAHandshakeWhoseTorrentIsNotFoundInTime() throws IOException {
        open(Duration.ofSeconds(1)); // in which the handshake arrives even on a busy machine
        try (ScriptedPeer peer = ScriptedPeer.dial(network.port())) {
            peer.send(
                    Frames.handshake(TORRENT, ScriptedPeer.newPeerId(), true, true),
                    Frames.frame(Frames.HAVE_ALL)); // the leak guard sees to the buffer
            assertThat(peer.expectClosed()).isZero();
        }
        assertThat(answers).hasSize(1);
        answers.get(0).complete(Optional.of(new Member()));
        Awaitility.await().until(() -> network.connections() == 0);
        assertThat(sessions).isEmpty();
    }

    @Test
    void manyPeersShareOneLookUp() throws IOException {
        open(LONG);
        List<ScriptedPeer> peers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            peers.add(asking(TORRENT));
        }
        Awaitility.await().until(() -> asked.size() == 50);
        settle(); // the last one has asked, and may not wait yet
        assertThat(answers).hasSize(1);
        answers.get(0).complete(Optional.of(new Member()));
        for (ScriptedPeer peer : peers) {
            peer.readHandshake();
            peer.close();
        }
        try (ScriptedPeer later = asking(TORRENT)) {
            awaitLookUps(2); // the member did not join
            answers.get(1).complete(Optional.empty());
            assertThat(later.expectClosed()).isZero();
        }
    }

    @Test
    void boundsTheTorrentsThatAreLookedForAtTheSameTime() throws IOException {
        open(LONG);
        List<ScriptedPeer> peers = new ArrayList<>();
        for (int i = 0; i < MemberTable.MAX_LOOK_UPS; i++) {
            byte[] other = TORRENT.bytes();
            other[18] = (byte) (i >> 7);
            other[19] = (byte) (i & 0x7f);
            peers.add(asking(InfoHash.of(other)));
        }
        awaitLookUps(MemberTable.MAX_LOOK_UPS);
        try (ScriptedPeer oneTooMany = asking(TORRENT)) {
            assertThat(oneTooMany.expectClosed()).isZero();
        }
        answers.get(0).complete(Optional.empty());
        try (ScriptedPeer next = asking(TORRENT)) {
            awaitLookUps(MemberTable.MAX_LOOK_UPS + 1);
            answers.get(MemberTable.MAX_LOOK_UPS).complete(Optional.of(new Member()));
            next.readHandshake();
        }
        peers.forEach(ScriptedPeer::close);
    }

    @Test
    void aTorrentThatWasJoinedIsNotLookedFor() throws IOException {
        open(LONG);
        network.join(new Member());
        try (ScriptedPeer peer = asking(TORRENT)) {
            peer.readHandshake();
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aSourceThatLeftIsNotAsked() throws IOException {
        open(LONG);
        network.leaveSource(source);
        try (ScriptedPeer peer = asking(TORRENT)) {
            assertThat(peer.expectClosed()).isZero();
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void closesWhileTheSourceLooks() throws IOException {
        Leftovers before = Leftovers.before();
        open(LONG);
        try (ScriptedPeer peer = asking(TORRENT)) {
            awaitLookUps(1);
            network.close();
            assertThat(peer.expectClosed()).isZero();
        }
        answers.get(0).complete(Optional.of(new Member()));
        assertThat(sessions).isEmpty();
        before.assertNone(Path.of("/nowhere"));
    }
}
