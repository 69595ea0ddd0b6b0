package torrentkit.wire.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import torrentkit.metainfo.InfoHash;
import torrentkit.wire.Handshake;
import torrentkit.wire.PeerId;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * Reads the 68 bytes that open a connection, passes the {@link Handshake} on, and removes itself; bytes after it go on through the
 * pipeline. A first byte that does not fit ends the connection at once: an encrypted handshake or a stranger's protocol is not waited
 * for. The handler of the handshake must have the pipeline ready for messages when its call returns.
 */
public final class HandshakeDecoder extends ByteToMessageDecoder {
    private static final byte[] PREAMBLE = Handshake.preamble();

    private boolean refused;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int seen = Math.min(PREAMBLE.length, in.readableBytes());
        for (int i = 0; i < seen; i++) {
            if (in.getByte(in.readerIndex() + i) != PREAMBLE[i]) {
                refused = true;
                in.skipBytes(in.readableBytes());
                context.fireExceptionCaught(new ProtocolException(
                        Violation.HANDSHAKE, "the connection does not open with the BitTorrent handshake"));
                return;
            }
        }
        if (in.readableBytes() < Handshake.LENGTH) {
            return;
        }
        in.skipBytes(PREAMBLE.length);
        long reserved = in.readLong();
        byte[] infoHash = new byte[InfoHash.LENGTH];
        in.readBytes(infoHash);
        byte[] peerId = new byte[PeerId.LENGTH];
        in.readBytes(peerId);
        context.fireChannelRead(new Handshake(reserved, InfoHash.of(infoHash), PeerId.of(peerId)));
        context.pipeline().remove(this);
    }
}
