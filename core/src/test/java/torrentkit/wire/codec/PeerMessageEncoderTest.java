package torrentkit.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.testing.Frames;
import torrentkit.wire.PeerMessage;

class PeerMessageEncoderTest {
    private final WireChannel wire = new WireChannel(new PeerMessageEncoder());

    @AfterEach
    void leavesNoBuffer() {
        wire.close();
    }

    @Test
    void sendsNothingBeforeTheFlush() {
        wire.embedded().write(new PeerMessage.Have(1));
        wire.embedded().write(PeerMessage.Choke.INSTANCE);
        assertThat(wire.sent()).isEmpty();
        wire.embedded().flush();
        assertThat(wire.sent()).isEqualTo(Frames.join(Frames.have(1), Frames.frame(Frames.CHOKE)));
    }

    @Test
    void keepsTheOrderOfSmallMessagesAndBlocks() {
        byte[] data = {1, 2, 3};
        wire.embedded().write(new PeerMessage.Have(1));
        wire.embedded().write(new PeerMessage.Piece(2, 3, Unpooled.wrappedBuffer(data)));
        wire.embedded().write(new PeerMessage.Have(4));
        wire.embedded().flush();
        assertThat(wire.sent()).isEqualTo(Frames.join(Frames.have(1), Frames.piece(2, 3, data), Frames.have(4)));
    }

    @Test
    void writesABlockWithItsOwnBuffer() {
        ByteBuf data = Unpooled.wrappedBuffer(new byte[16 * 1024]);
        wire.embedded().writeOutbound(new PeerMessage.Piece(0, 0, data));
        wire.embedded().<ByteBuf>readOutbound().release();
        ByteBuf written = wire.embedded().readOutbound();
        assertThat(written).isSameAs(data);
        written.release();
    }

    @Test
    void aBlockIsWrittenWhenItsLastByteIs() {
        ChannelFuture written =
                wire.embedded().write(new PeerMessage.Piece(0, 0, Unpooled.wrappedBuffer(new byte[] {1})));
        assertThat(written.isDone()).isFalse();
        wire.embedded().flush();
        assertThat(written.isSuccess()).isTrue();
    }

    @Test
    void manySmallMessagesGoOutAsOneBuffer() {
        for (int i = 0; i < 1000; i++) {
            wire.embedded().write(new PeerMessage.Request(i, 0, 16 * 1024));
        }
        wire.embedded().flush();
        ByteBuf all = wire.embedded().readOutbound();
        assertThat(all.readableBytes()).isEqualTo(17_000);
        all.release();
        assertThat(wire.embedded().<ByteBuf>readOutbound()).isNull();
    }

    @Test
    void whatIsNoMessageIsPassedOnBehindWhatWasWrittenBefore() {
        wire.embedded().write(new PeerMessage.Have(1));
        wire.embedded().writeOutbound(Unpooled.wrappedBuffer(new byte[] {9}));
        assertThat(wire.sent()).isEqualTo(Frames.join(Frames.have(1), new byte[] {9}));
    }

    @Test
    void dropsWhatWasNotFlushedWhenTheChannelCloses() {
        wire.embedded().write(new PeerMessage.Have(1));
        wire.embedded().close();
        wire.embedded().write(new PeerMessage.Have(2));
        wire.embedded().write(new PeerMessage.Piece(0, 0, Unpooled.wrappedBuffer(new byte[] {1})));
        wire.embedded().runPendingTasks();
        assertThat(wire.sent()).isEmpty();
    }
}
