package torrentkit.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.testing.Frames;
import torrentkit.wire.Handshake;
import torrentkit.wire.PeerId;
import torrentkit.wire.ProtocolException.Violation;

class HandshakeCodecTest {
    private static final InfoHash INFO_HASH = InfoHash.of("abcdefghij0123456789".getBytes());
    private static final byte[] BYTES = Frames.handshake(INFO_HASH, "-XX0001-ABCDEFGHIJKL", true, true);

    private final WireChannel wire = new WireChannel(new HandshakeDecoder());

    @AfterEach
    void leavesNoBuffer() {
        wire.close();
    }

    @Test
    void readsAHandshake() {
        wire.receive(BYTES);
        Handshake handshake = wire.embedded().readInbound();
        assertThat(handshake.infoHash()).isEqualTo(INFO_HASH);
        assertThat(handshake.peerId()).isEqualTo(PeerId.of("-XX0001-ABCDEFGHIJKL".getBytes()));
        assertThat(handshake.supportsFast()).isTrue();
        assertThat(handshake.supportsExtensions()).isTrue();
    }

    @Test
    void tellsTheExtensionsApart() {
        byte[] bytes = Frames.handshake(INFO_HASH, "-XX0001-ABCDEFGHIJKL", false, true);
        wire.receive(bytes);
        Handshake handshake = wire.embedded().readInbound();
        assertThat(handshake.supportsFast()).isFalse();
        assertThat(handshake.supportsExtensions()).isTrue();
    }

    @Test
    void ignoresReservedBitsThatItDoesNotKnow() {
        byte[] bytes = BYTES.clone();
        Arrays.fill(bytes, 20, 28, (byte) 0xff);
        wire.receive(bytes);
        Handshake handshake = wire.embedded().readInbound();
        assertThat(handshake.reserved()).isEqualTo(-1);
    }

    @Test
    void readsAHandshakeThatComesByteByByte() {
        wire.receive(BYTES, IntStream.range(0, BYTES.length).boxed().toList());
        assertThat(wire.embedded().<Handshake>readInbound().infoHash()).isEqualTo(INFO_HASH);
    }

    @Test
    void awaitsTheLastByte() {
        wire.receive(Arrays.copyOf(BYTES, BYTES.length - 1));
        assertThat(wire.embedded().<Object>readInbound()).isNull();
    }

    @Test
    void goesAndPassesOnWhatFollows() {
        wire.receive(Frames.join(BYTES, Frames.have(5)));
        wire.receive(Frames.have(6));
        assertThat(wire.embedded().<Object>readInbound()).isInstanceOf(Handshake.class);
        assertThat(wire.received(ByteBuf.class, ByteBufUtil::getBytes)).hasSize(2);
        assertThat(wire.embedded().pipeline().get(HandshakeDecoder.class)).isNull();
    }

    @Test
    void refusesAtTheFirstWrongByte() {
        for (int wrong = 0; wrong < 20; wrong++) {
            byte[] start = Arrays.copyOf(BYTES, wrong + 1);
            start[wrong] ^= 0x20;
            try (WireChannel fresh = new WireChannel(new HandshakeDecoder())) {
                assertThat(fresh.violation(start)).isEqualTo(Violation.HANDSHAKE);
                assertThat(fresh.violation(BYTES)).isNull(); // read no more
                assertThat(fresh.embedded().<Object>readInbound()).isNull();
            }
        }
    }

    @Test
    void refusesOtherProtocolsAtOnce() {
        for (String hello :
                List.of("GET / HTTP/1.1\r\n", "\u0016\u0003\u0001", "SSH-2.0-x", "\u0013BitTorrent Protocol")) {
            try (WireChannel fresh = new WireChannel(new HandshakeDecoder())) {
                assertThat(fresh.violation(hello.getBytes())).isEqualTo(Violation.HANDSHAKE);
            }
        }
    }

    @Test
    void writesAHandshake() {
        try (WireChannel out = new WireChannel(HandshakeEncoder.INSTANCE)) {
            out.embedded().writeOutbound(Handshake.ours(INFO_HASH, PeerId.of("-XX0001-ABCDEFGHIJKL".getBytes())));
            assertThat(out.sent()).isEqualTo(BYTES);
        }
    }
}
