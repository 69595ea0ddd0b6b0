package torrentkit.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.testing.Frames.frame;
import static torrentkit.testing.Frames.ints;
import static torrentkit.testing.Frames.join;
import static torrentkit.testing.Frames.lying;
import static torrentkit.testing.Frames.piece;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.testing.Frames;
import torrentkit.wire.MessageId;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.ProtocolException.Violation;

class PeerMessageDecoderTest {
    private static final int BITFIELD_BYTES = 3;

    private final WireChannel wire = new WireChannel(new PeerMessageDecoder(BITFIELD_BYTES));

    @AfterEach
    void leavesNoBuffer() {
        wire.close();
    }

    /** Id, a right body length, and body lengths next to it that are wrong. */
    static Stream<Arguments> lengths() {
        return Stream.of(
                Arguments.of(Frames.CHOKE, 0, List.of(1)),
                Arguments.of(Frames.UNCHOKE, 0, List.of(1)),
                Arguments.of(Frames.INTERESTED, 0, List.of(1)),
                Arguments.of(Frames.NOT_INTERESTED, 0, List.of(1)),
                Arguments.of(Frames.HAVE, 4, List.of(0, 3, 5)),
                Arguments.of(Frames.BITFIELD, 3, List.of(0, 2, 4)),
                Arguments.of(Frames.REQUEST, 12, List.of(0, 11, 13)),
                Arguments.of(Frames.PIECE, 9, List.of(0, 8, 8 + 128 * 1024 + 1)),
                Arguments.of(Frames.PIECE, 8 + 128 * 1024, List.of(7)),
                Arguments.of(Frames.CANCEL, 12, List.of(0, 11, 13)),
                Arguments.of(Frames.PORT, 2, List.of(0, 1, 3)),
                Arguments.of(Frames.SUGGEST_PIECE, 4, List.of(0, 3, 5)),
                Arguments.of(Frames.HAVE_ALL, 0, List.of(1)),
                Arguments.of(Frames.HAVE_NONE, 0, List.of(1)),
                Arguments.of(Frames.REJECT, 12, List.of(0, 11, 13)),
                Arguments.of(Frames.ALLOWED_FAST, 4, List.of(0, 3, 5)),
                Arguments.of(Frames.EXTENDED, 1, List.of(0, 1 + 256 * 1024 + 1)),
                Arguments.of(Frames.EXTENDED, 1 + 256 * 1024, List.of(0)));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void readsAMessageOfTheRightLength(int id, int length, List<Integer> wrong) {
        byte[] bytes = frame(id, body(length));
        wire.receive(bytes);
        assertThat(wire.receivedMessages()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void awaitsTheLastByte(int id, int length, List<Integer> wrong) {
        byte[] bytes = frame(id, body(length));
        wire.receive(bytes, List.of(bytes.length - 1));
        assertThat(wire.receivedMessages()).isEqualTo(bytes);
        wire.receive(Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(wire.receivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void refusesAWrongLengthBeforeTheBodyComes(int id, int length, List<Integer> wrong) {
        for (int body : wrong) {
            try (WireChannel fresh = new WireChannel(new PeerMessageDecoder(BITFIELD_BYTES))) {
                assertThat(fresh.violation(lying(1 + body, id))).isEqualTo(Violation.FRAME_LENGTH);
                assertThat(fresh.heldBytes()).isZero();
            }
            try (WireChannel inTwo = new WireChannel(new PeerMessageDecoder(BITFIELD_BYTES))) {
                Violation atLength = inTwo.violation(ints(1 + body));
                assertThat(atLength != null ? atLength : inTwo.violation((byte) id))
                        .isEqualTo(Violation.FRAME_LENGTH);
                assertThat(inTwo.heldBytes()).isLessThan(64);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2 + 256 * 1024 + 1})
    void refusesALengthThatNoMessageHasBeforeTheIdComes(int length) {
        assertThat(wire.violation(ints(length))).isEqualTo(Violation.FRAME_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE, 2 + 256 * 1024 + 1})
    void refusesAnUnknownMessageThatIsTooLong(int length) {
        assertThat(wire.violation(lying(length, 99))).isEqualTo(Violation.FRAME_LENGTH);
    }

    @Test
    void takesNoMemoryForABodyBeforeItsIdIsKnown() {
        wire.receive(ints(9 + 128 * 1024));
        assertThat(wire.heldBytes()).isLessThan(64);
        wire.receive((byte) Frames.PIECE);
        assertThat(wire.heldBytes()).isLessThan(9 + 128 * 1024 + 64);
    }

    @Test
    void takesNoMemoryForUnknownMessages() {
        wire.receive(lying(200_000, 77, new byte[100]));
        assertThat(wire.heldBytes()).isZero();
        wire.receive(new byte[199_899]);
        wire.receive(Frames.have(7));
        assertThat(wire.receivedMessages()).isEqualTo(Frames.have(7));
    }

    @Test
    void skipsUnknownMessagesWhole() {
        byte[] unknown = IntStream.range(0, 256)
                .filter(id -> MessageId.of(id) == null)
                .mapToObj(id -> frame(id, Frames.have(id))) // a body that looks like a message
                .reduce(new byte[0], Frames::join);
        byte[] stream = join(unknown, Frames.have(1), unknown, Frames.have(2));
        wire.receive(stream);
        wire.receive(stream, IntStream.range(0, stream.length).boxed().toList());
        byte[] haves = join(Frames.have(1), Frames.have(2));
        assertThat(wire.receivedMessages()).isEqualTo(join(haves, haves));
    }

    @Test
    void anUnknownMessageMayHaveNoBody() {
        wire.receive(join(frame(200), Frames.have(1)));
        assertThat(wire.receivedMessages()).isEqualTo(Frames.have(1));
    }

    @Test
    void allowsABitfieldLongerThanAnyOtherMessage() {
        int bytes = 300 * 1024;
        try (WireChannel large = new WireChannel(new PeerMessageDecoder(bytes))) {
            byte[] bitfield = frame(Frames.BITFIELD, new byte[bytes]);
            large.receive(bitfield, List.of(3, 4, 5, 1000));
            assertThat(large.receivedMessages()).isEqualTo(bitfield);
        }
    }

    @Test
    void decodesNothingAfterAViolation() {
        assertThat(wire.violation(join(Frames.have(1), lying(2, Frames.CHOKE), Frames.have(2))))
                .isEqualTo(Violation.FRAME_LENGTH);
        wire.receive(Frames.have(3));
        assertThat(wire.receivedMessages()).isEqualTo(Frames.have(1));
    }

    @Test
    void aBlockIsASliceOfTheReadThatItCameIn() {
        byte[] data = body(16 * 1024);
        wire.receive(join(piece(1, 2, data), piece(3, 4, data)));
        PeerMessage.Piece first = wire.embedded().readInbound();
        PeerMessage.Piece second = wire.embedded().readInbound();
        assertThat(first.length()).isEqualTo(data.length);
        assertThat(first.content().memoryAddress() + data.length + 13)
                .isEqualTo(second.content().memoryAddress());
        first.release();
        second.release();
    }

    @Test
    void whatIsNoBufferPassesThrough() {
        wire.embedded().writeInbound("an event of another handler");
        assertThat(wire.embedded().<String>readInbound()).isEqualTo("an event of another handler");
    }

    /** Bytes that arrive while a message is being handled come later, not in between. */
    @Test
    void passesMessagesOnInOrderOfArrival() {
        List<PeerMessage> order = new ArrayList<>();
        wire.embedded().pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                order.add((PeerMessage) message);
            }
        });
        wire.receive(join(Frames.have(0), Frames.have(1), Frames.keepAlive(), Frames.have(2)), List.of(2, 12, 20));
        assertThat(order)
                .containsExactly(
                        new PeerMessage.Have(0),
                        new PeerMessage.Have(1),
                        PeerMessage.KeepAlive.INSTANCE,
                        new PeerMessage.Have(2));
    }

    private static byte[] body(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        return body;
    }
}
