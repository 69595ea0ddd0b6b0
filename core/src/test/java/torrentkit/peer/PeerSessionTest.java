package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.testing.Frames.cancel;
import static torrentkit.testing.Frames.extended;
import static torrentkit.testing.Frames.frame;
import static torrentkit.testing.Frames.have;
import static torrentkit.testing.Frames.ints;
import static torrentkit.testing.Frames.join;
import static torrentkit.testing.Frames.piece;
import static torrentkit.testing.Frames.reject;
import static torrentkit.testing.Frames.request;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.testing.Frames;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.PeerId;

class PeerSessionTest {
    private static final int PIECE = 32 * 1024;
    private static final TorrentLayout LAYOUT = TorrentLayout.of(PIECE, 9 * PIECE + 100); // 10 pieces, the last short
    private static final Duration IDLE = Duration.ofSeconds(130);

    private final PeerChannel channel = new PeerChannel();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private RecordedHalves open(boolean extensions, Bitfield offered) {
        PeerConnection connection = channel.connection(extensions, PeerId.random(), true);
        RecordedHalves halves = new RecordedHalves(connection, LAYOUT, offered);
        channel.open(halves.session, IDLE);
        return halves;
    }

    private RecordedHalves open(boolean extensions) {
        RecordedHalves halves = open(extensions, new Bitfield(10));
        channel.sent();
        halves.calls.clear();
        return halves;
    }

    private static Bitfield some() {
        Bitfield some = new Bitfield(10);
        some.set(0);
        some.set(9);
        return some;
    }

    @Test
    void tellsAFastPeerInOneMessageThatItHasAllOrNothing() {
        open(true, Bitfield.full(10));
        assertThat(channel.sent()).startsWith(frame(Frames.HAVE_ALL));
        try (PeerChannelOf other = new PeerChannelOf()) {
            other.open(new Bitfield(10));
            assertThat(other.channel.sent()).startsWith(frame(Frames.HAVE_NONE));
        }
    }

    @Test
    void tellsAPlainPeerWithABitfieldAndNoExtensionHandshake() {
        open(false, Bitfield.full(10));
        assertThat(channel.sent()).isEqualTo(frame(Frames.BITFIELD, (byte) 0xff, (byte) 0xc0));
    }

    @Test
    void tellsAPlainPeerNothingWhenItHasNothing() {
        open(false, new Bitfield(10));
        assertThat(channel.sent()).isEmpty();
    }

    @Test
    void introducesItselfToAPeerWithExtensions() {
        open(true, some());
        byte[] sent = channel.sent();
        byte[] bitfield = frame(Frames.BITFIELD, (byte) 0x80, (byte) 0x40);
        assertThat(sent).startsWith(bitfield);
        byte[] payload = Arrays.copyOfRange(sent, bitfield.length + 6, sent.length);
        assertThat(sent).endsWith(extended(0, payload));
        ExtensionHandshake told = ExtensionHandshake.parse(payload);
        assertThat(told.listenPort()).hasValue(4711);
        assertThat(told.requestQueue()).hasValue(77);
        assertThat(told.uploadOnly()).isFalse();
    }

    @Test
    void fansMessagesOutToTheHalves() {
        RecordedHalves halves = open(true);
        channel.receive(
                frame(Frames.BITFIELD, (byte) 0x80, (byte) 0x40),
                have(1),
                have(1),
                frame(Frames.UNCHOKE),
                frame(Frames.CHOKE),
                frame(Frames.INTERESTED),
                frame(Frames.NOT_INTERESTED),
                request(9, 0, 100),
                cancel(0, 16384, 16384),
                piece(0, 1, new byte[5]),
                reject(1, 0, 16384),
                frame(Frames.SUGGEST_PIECE, ints(3)),
                frame(Frames.ALLOWED_FAST, ints(4)),
                frame(Frames.PORT, (byte) 1, (byte) 2),
                extended(9, new byte[] {1}),
                Frames.keepAlive());
        assertThat(halves.calls)
                .containsExactly(
                        "pieces 2",
                        "has 1",
                        "unchoked",
                        "choked",
                        "interested",
                        "not interested",
                        "requested 9 0 100",
                        "cancelled 0 16384 16384",
                        "received 0 1 5",
                        "rejected 1 0 16384",
                        "suggested 3",
                        "allowed fast 4",
                        "burst");
    }

    @Test
    void takesALateBitfieldForSoManyHaves() {
        RecordedHalves halves = open(true);
        channel.receive(
                join(have(1), frame(Frames.BITFIELD, (byte) 0xc0, (byte) 0x40), frame(Frames.BITFIELD, (byte) 0, (byte)
                        0x80)));
        assertThat(halves.calls)
                .containsSubsequence("has 1", "has 0", "has 9", "has 8")
                .doesNotContain("pieces 3");
        assertThat(halves.session.remotePieces().count()).isEqualTo(4);
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                        have(10),
                        have(-1),
                        have(Integer.MIN_VALUE),
                        frame(Frames.BITFIELD, (byte) 0, (byte) 0x20),
                        frame(Frames.BITFIELD, (byte) 0),
                        join(frame(Frames.HAVE_ALL), frame(Frames.HAVE_NONE)),
                        join(have(0), frame(Frames.HAVE_ALL)),
                        request(10, 0, 1),
                        request(-1, 0, 1),
                        request(0, PIECE, 1),
                        request(0, 0, PIECE + 1),
                        request(0, -1, 1),
                        request(0, 0, 0),
                        request(0, 0, -1),
                        request(0, 1, Integer.MAX_VALUE),
                        request(0, Integer.MAX_VALUE, Integer.MAX_VALUE),
                        request(9, 0, 101),
                        cancel(10, 0, 1),
                        cancel(9, 100, 1),
                        piece(10, 0, new byte[1]),
                        piece(9, 99, new byte[2]),
                        piece(0, -1, new byte[1]),
                        reject(10, 0, 1),
                        frame(Frames.SUGGEST_PIECE, ints(10)),
                        frame(Frames.ALLOWED_FAST, ints(10)),
                        extended(0, new byte[0]),
                        extended(0, "nonsense".getBytes()),
                        Frames.lying(2, Frames.CHOKE))
                .map(bytes -> Arguments.of((Object) bytes));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void hangsUpOnAViolation(byte[] bytes) {
        RecordedHalves halves = open(true);
        channel.receive(bytes);
        assertClosedOnce(halves);
        assertThat(halves.session.connection().closeReason()).isPresent();
    }

    @Test
    void hangsUpOnARequestThatIsTooLong() {
        TorrentLayout longPieces = TorrentLayout.of(1 << 20, 1 << 20);
        RecordedHalves halves =
                new RecordedHalves(channel.connection(true, PeerId.random(), true), longPieces, new Bitfield(1));
        channel.open(halves.session, IDLE);
        channel.receive(request(0, 0, 128 * 1024));
        assertThat(halves.calls).contains("requested 0 0 131072");
        channel.receive(request(0, 0, 128 * 1024 + 1));
        assertClosedOnce(halves);
    }

    static Stream<Arguments> fastMessages() {
        return Stream.of(
                        frame(Frames.HAVE_ALL),
                        frame(Frames.HAVE_NONE),
                        reject(0, 0, 1),
                        frame(Frames.SUGGEST_PIECE, ints(0)),
                        frame(Frames.ALLOWED_FAST, ints(0)))
                .map(bytes -> Arguments.of((Object) bytes));
    }

    @ParameterizedTest
    @MethodSource("fastMessages")
    void hangsUpOnFastMessagesThatWereNotAgreedOn(byte[] bytes) {
        RecordedHalves halves = open(false);
        channel.receive(bytes);
        assertClosedOnce(halves);
    }

    @Test
    void handlesNothingAfterItWasClosed() {
        RecordedHalves halves = open(true);
        channel.close();
        List<String> before = List.copyOf(halves.calls);
        halves.session.receive(torrentkit.wire.PeerMessage.Unchoke.INSTANCE);
        halves.session.tick();
        halves.session.burstEnded();
        assertThat(halves.calls).isEqualTo(before);
    }

    @Test
    void hangsUpOnSilenceButNotOnKeepAlives() {
        RecordedHalves halves = open(true);
        for (int minute = 0; minute < 10; minute++) {
            pass(Duration.ofSeconds(120));
            channel.receive(Frames.keepAlive());
        }
        assertThat(channel.isOpen()).isTrue();
        pass(IDLE.plusSeconds(1));
        assertClosedOnce(halves);
    }

    @Test
    void keepsTheConnectionAliveWhenItSaysNothingElse() {
        open(true);
        pass(Duration.ofSeconds(119));
        assertThat(channel.sent()).isEqualTo(Frames.keepAlive());
    }

    @Test
    void ticksAboutOnceASecond() {
        RecordedHalves halves = open(true);
        pass(Duration.ofSeconds(5));
        assertThat(halves.calls).hasSizeBetween(4, 5).containsOnly("tick");
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runPendingTasks();
        }
    }

    private void assertClosedOnce(RecordedHalves halves) {
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(halves.calls.stream().filter(call -> call.equals("blocks closed")))
                .hasSize(1);
        assertThat(halves.calls.stream().filter(call -> call.equals("requests closed")))
                .hasSize(1);
    }

    /** A second connection beside the test's own. */
    private static final class PeerChannelOf implements AutoCloseable {
        private final PeerChannel channel = new PeerChannel();

        private void open(Bitfield offered) {
            PeerConnection connection = channel.connection(true, PeerId.random(), true);
            channel.open(new RecordedHalves(connection, LAYOUT, offered).session, IDLE);
        }

        @Override
        public void close() {
            channel.finishAndReleaseAll();
        }
    }
}
