package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
import torrentkit.testing.ScriptedSeed;
import torrentkit.wire.ProtocolException;

@Timeout(60)
class PeerNetworkIT {
    private static final InfoHash TORRENT = InfoHash.parse("0123456789".repeat(4));
    private static final InfoHash OTHER = InfoHash.parse("9876543210".repeat(4));
    private static final TorrentLayout LAYOUT = TorrentLayout.of(16 * 1024, 100_000);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    private PeerNetwork network;
    private final Member member = new Member();

    /** Admits everybody, and has nothing. */
    private static final class Member implements SwarmMember {
        private final List<RecordedHalves> sessions = new CopyOnWriteArrayList<>();

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

    private void open(PeerNetworkConfig config) throws IOException {
        network = PeerNetwork.open(config);
        network.join(member);
    }

    private static PeerNetworkConfig timeouts(Duration handshake, Duration idle) {
        return PeerNetworkConfig.defaults().withTimeouts(LONG, handshake, idle);
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void saysNothingToWhoeverAsksForAnotherTorrent() throws IOException {
        open(timeouts(LONG, LONG));
        try (ScriptedPeer peer = ScriptedPeer.dial(network.port())) {
            peer.send(Frames.handshake(OTHER, ScriptedPeer.newPeerId(), true, true));
            assertThat(peer.expectClosed()).isZero();
        }
    }

    /** The leak guard sees to the buffer. */
    @Test
    void releasesWhatFollowsARefusedHandshake() throws IOException {
        open(timeouts(LONG, LONG));
        for (int i = 0; i < 20; i++) {
            try (ScriptedPeer peer = ScriptedPeer.dial(network.port())) {
                peer.send(
                        Frames.handshake(OTHER, ScriptedPeer.newPeerId(), true, true),
                        Frames.frame(Frames.HAVE_ALL),
                        Frames.have(1));
                assertThat(peer.expectClosed()).isZero();
            }
        }
    }

    @Test
    void releasesWhatFollowsAnAnswerForAnotherTorrent() throws Exception {
        open(timeouts(LONG, LONG));
        try (ScriptedSeed seed = ScriptedSeed.running(peer -> {
            peer.readHandshake();
            peer.send(
                    Frames.handshake(OTHER, ScriptedPeer.newPeerId(), true, true),
                    Frames.frame(Frames.HAVE_ALL),
                    Frames.have(1));
            peer.expectClosed();
        })) {
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(
                                () -> network.dial(seed.address(), member, LONG).get(20, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(ProtocolException.class)
                        .hasMessageContaining(OTHER.toString());
            }
        }
        Awaitility.await().until(() -> network.connections() == 0);
    }

    @Test
    void handsOnMessagesThatCameWithTheHandshake() throws IOException {
        open(timeouts(LONG, LONG));
        try (ScriptedPeer peer = ScriptedPeer.dial(network.port())) {
            peer.send(
                    Frames.handshake(TORRENT, ScriptedPeer.newPeerId(), true, true),
                    Frames.frame(Frames.HAVE_ALL),
                    Frames.have(1),
                    Frames.frame(Frames.INTERESTED));
            peer.readHandshake();
            Awaitility.await()
                    .until(() -> member.sessions.size() == 1
                            && member.sessions.get(0).calls.contains("interested"));
        }
        assertThat(member.sessions.get(0).calls).startsWith("requests opened", "blocks opened", "pieces 7");
    }

    @Test
    void hangsUpAtOnceOnOtherProtocols() throws IOException {
        open(timeouts(LONG, LONG));
        byte[] noise = new byte[608]; // the length of an encrypted handshake (MSE) with padding
        new Random(5).nextBytes(noise);
        noise[0] = 20;
        for (byte[] hello : List.of(noise, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), new byte[1])) {
            try (ScriptedPeer peer = ScriptedPeer.dial(network.port())) {
                peer.send(hello);
                assertThat(peer.expectClosed()).isZero();
            }
        }
    }

    @Test
    void cutsAHandshakeThatTakesTooLong() throws IOException {
        open(timeouts(SHORT, LONG));
        byte[] handshake = Frames.handshake(TORRENT, ScriptedPeer.newPeerId(), true, true);
        try (ScriptedPeer silent = ScriptedPeer.dial(network.port());
                ScriptedPeer slow = ScriptedPeer.dial(network.port())) {
            slow.send(Arrays.copyOf(handshake, 67));
            assertThat(silent.expectClosed()).isZero();
            assertThat(slow.expectClosed()).isZero();
        }
        Awaitility.await().until(() -> network.connections() == 0);
    }

    @Test
    void aDialledPeerThatSaysNothingIsGivenUp() throws IOException {
        open(timeouts(SHORT, LONG));
        try (ScriptedSeed silent = ScriptedSeed.running(ScriptedPeer::expectClosed)) {
            assertThatThrownBy(
                            () -> network.dial(silent.address(), member, LONG).get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void cutsAPeerThatIsSilentForTooLong() throws IOException {
        open(timeouts(LONG, SHORT));
        try (ScriptedPeer peer = ScriptedPeer.join(network.port(), TORRENT)) {
            peer.expectClosed();
        }
        Awaitility.await().until(() -> network.connections() == 0);
        RecordedHalves halves = member.sessions.get(0);
        Awaitility.await().until(() -> halves.calls.contains("requests closed")); // it is told after the count
        assertThat(halves.calls).endsWith("blocks closed", "requests closed");
        assertThat(halves.session.connection().closeReason()).hasValue("silent for too long");
    }

    @Test
    void doesNotTalkToItself() throws IOException {
        open(timeouts(LONG, LONG));
        InetSocketAddress self = new InetSocketAddress(InetAddress.getLoopbackAddress(), network.port());
        assertThatThrownBy(() -> network.dial(self, member, LONG).get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
        assertThat(member.sessions).isEmpty();
        Awaitility.await().until(() -> network.connections() == 0);
    }

    @Test
    void nobodyAtAnAddressIsAnIoException() throws IOException {
        open(timeouts(LONG, LONG));
        InetSocketAddress nobody;
        try (ServerSocket gone = new ServerSocket(0)) {
            nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), gone.getLocalPort());
        }
        assertThatThrownBy(() -> network.dial(nobody, member, LONG).get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> network.dial(InetSocketAddress.createUnresolved("nobody.invalid", 1), member, LONG)
                        .get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("not resolved");
        Awaitility.await().until(() -> network.connections() == 0);
    }

    @Test
    void refusesMoreConnectionsThanItMayHave() throws IOException {
        open(timeouts(LONG, LONG).withMaxConnections(3, 2, 100));
        try (ScriptedPeer first = ScriptedPeer.join(network.port(), TORRENT);
                ScriptedPeer second = ScriptedPeer.join(network.port(), TORRENT);
                ScriptedPeer third = ScriptedPeer.dial(network.port())) {
            third.send(Frames.handshake(TORRENT, ScriptedPeer.newPeerId(), true, true));
            assertThat(third.expectClosed()).isZero(); // over the bound of the torrent
            Awaitility.await().until(() -> network.connections() == 2);
            try (ScriptedPeer stranger = ScriptedPeer.dial(network.port())) {
                Awaitility.await().until(() -> network.connections() == 3); // other loops may be faster
                try (ScriptedPeer tooMany = ScriptedPeer.dial(network.port())) {
                    assertThat(tooMany.expectClosed()).isZero(); // over the bound of all
                }
                first.leave();
                // Its session is told after it is counted for neither bound any more.
                Awaitility.await().until(() -> member.sessions.get(0).calls.contains("requests closed"));
                stranger.send(Frames.handshake(TORRENT, ScriptedPeer.newPeerId(), true, true));
                stranger.readHandshake();
            }
            second.send(Frames.keepAlive());
        }
    }

    @Test
    void boundsTheConnectionsOfOneAddressButNotOfThisMachine() throws IOException {
        open(timeouts(LONG, LONG).withMaxConnections(100, 100, 1));
        try (ScriptedPeer first = ScriptedPeer.join(network.port(), TORRENT);
                ScriptedPeer second = ScriptedPeer.join(network.port(), TORRENT)) {
            assertThat(first.localPort()).isNotEqualTo(second.localPort());
            Awaitility.await().until(() -> network.connections() == 2);
        }
    }

    @Test
    void aTorrentHasOneMember() throws IOException {
        open(timeouts(LONG, LONG));
        assertThatThrownBy(() -> network.join(new Member()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(TORRENT.toString());
        network.leave(member);
        network.join(new Member());
    }

    @Test
    void saysWhichPortItCannotHave() throws IOException {
        open(timeouts(LONG, LONG));
        Leftovers before = Leftovers.before();
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), network.port());
        assertThatThrownBy(() -> PeerNetwork.open(PeerNetworkConfig.defaults().withListen(taken)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(network.port()));
        before.assertNone(Path.of("/nowhere"));
    }

    @Test
    void closingLeavesNothingBehind() throws IOException {
        Leftovers before = Leftovers.before();
        open(timeouts(LONG, LONG));
        try (ScriptedPeer session = ScriptedPeer.join(network.port(), TORRENT);
                ScriptedPeer stranger = ScriptedPeer.dial(network.port())) {
            network.close();
            session.expectClosed();
            stranger.expectClosed();
        }
        assertThat(member.sessions.get(0).calls).endsWith("blocks closed", "requests closed");
        before.assertNone(Path.of("/nowhere"));
        network.close();
    }

    @Test
    void leavesSharedLoopsRunning() throws Exception {
        EventLoopGroup loops = Transport.best().newGroup(1, "test-loops");
        try {
            open(timeouts(LONG, LONG).withSharedLoops(loops));
            assertThat(network.loops()).isSameAs(loops);
            network.close();
            assertThat(loops.submit(() -> "still here").get(10, TimeUnit.SECONDS))
                    .isEqualTo("still here");
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void takesAnyLoopsOfTheApplication() throws Exception {
        EventLoopGroup loops = Transport.NIO.newGroup(1, "test-loops");
        try {
            open(timeouts(LONG, LONG).withSharedLoops(loops));
            assertThat(network.transport()).isEqualTo(Transport.NIO);
            ScriptedPeer.join(network.port(), TORRENT).close();
        } finally {
            network.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
        }
    }
}
