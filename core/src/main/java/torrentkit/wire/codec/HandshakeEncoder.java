package torrentkit.wire.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;
import torrentkit.wire.Handshake;

/** A {@link Handshake} to its 68 bytes. Stateless: one instance serves all channels. */
@ChannelHandler.Sharable
public final class HandshakeEncoder extends MessageToByteEncoder<Handshake> {
    public static final HandshakeEncoder INSTANCE = new HandshakeEncoder();

    private HandshakeEncoder() {
        super(Handshake.class);
    }

    @Override
    protected void encode(ChannelHandlerContext context, Handshake handshake, ByteBuf out) {
        out.writeBytes(Handshake.preamble());
        out.writeLong(handshake.reserved());
        out.writeBytes(handshake.infoHash().bytes());
        out.writeBytes(handshake.peerId().bytes());
    }
}
