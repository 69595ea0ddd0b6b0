package torrentkit.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import torrentkit.testing.Frames;
import torrentkit.testing.WireArbitraries;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.ProtocolException;

class PeerMessageProperties {
    private static final int BITFIELD_BYTES = 5;

    @Provide
    Arbitrary<List<PeerMessage>> conversations() {
        return WireArbitraries.messages(BITFIELD_BYTES).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<byte[]> hostile() {
        return WireArbitraries.hostileStream(BITFIELD_BYTES);
    }

    @Property
    void theEncoderWritesWhatTheProtocolSays(@ForAll("conversations") List<PeerMessage> messages) {
        byte[] expected = Frames.of(messages);
        try (WireChannel wire = new WireChannel(new PeerMessageEncoder())) {
            wire.embedded()
                    .writeOutbound(
                            messages.stream().map(PeerMessageProperties::copy).toArray());
            assertThat(wire.sent()).isEqualTo(expected);
        }
    }

    @Property
    void decodingWhatWasEncodedGivesTheSameMessages(@ForAll("conversations") List<PeerMessage> messages) {
        try (WireChannel out = new WireChannel(new PeerMessageEncoder());
                WireChannel in = new WireChannel(new PeerMessageDecoder(BITFIELD_BYTES))) {
            out.embedded()
                    .writeOutbound(
                            messages.stream().map(PeerMessageProperties::copy).toArray());
            in.receive(out.sent());
            assertThat(in.received(PeerMessage.class, Frames::of))
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(messages.stream().map(Frames::of).toList());
        }
    }

    @Property
    void anySplitOfTheStreamGivesTheSameMessages(
            @ForAll("conversations") List<PeerMessage> messages,
            @ForAll @Size(max = 30) List<@IntRange(min = 0) Integer> cuts) {
        byte[] stream = Frames.of(messages);
        try (WireChannel wire = new WireChannel(new PeerMessageDecoder(BITFIELD_BYTES))) {
            wire.receive(stream, cuts);
            assertThat(wire.receivedMessages()).isEqualTo(stream);
        }
    }

    @Property(tries = 300)
    void oneByteAtATimeGivesTheSameMessages(@ForAll("conversations") List<PeerMessage> messages) {
        byte[] stream = Frames.of(messages);
        try (WireChannel wire = new WireChannel(new PeerMessageDecoder(BITFIELD_BYTES))) {
            for (byte one : stream) {
                wire.receive(one);
            }
            assertThat(wire.receivedMessages()).isEqualTo(stream);
        }
    }

    /** Closing the channel checks that no buffer is left. */
    @Property
    void anyBytesGiveMessagesOrAProtocolExceptionWhateverTheSplit(
            @ForAll("hostile") byte[] stream, @ForAll @Size(max = 20) List<@IntRange(min = 0) Integer> cuts) {
        assertThat(outcome(stream, cuts)).isEqualTo(outcome(stream, List.of()));
    }

    /** The messages, and the violation at the end if there was one. */
    private static List<Object> outcome(byte[] stream, List<Integer> cuts) {
        try (WireChannel wire = new WireChannel(new PeerMessageDecoder(BITFIELD_BYTES))) {
            try {
                wire.receive(stream, cuts);
            } catch (ProtocolException e) {
                byte[] messages = wire.receivedMessages();
                wire.receive(Frames.have(1));
                assertThat(wire.receivedMessages()).isEmpty();
                return List.of(ByteBuffer.wrap(messages), e.violation());
            }
            return List.of(ByteBuffer.wrap(wire.receivedMessages()));
        }
    }

    /** Writing gives a block's buffer away. */
    private static PeerMessage copy(PeerMessage message) {
        return message instanceof PeerMessage.Piece piece
                ? piece.replace(piece.content().copy())
                : message;
    }
}
