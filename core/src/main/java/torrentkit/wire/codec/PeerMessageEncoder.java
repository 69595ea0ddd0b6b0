package torrentkit.wire.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import torrentkit.wire.MessageId;
import torrentkit.wire.PeerMessage;

/**
 * {@link PeerMessage}s to bytes; the layout is {@link PeerMessageDecoder}'s. Has no state, so one instance serves all channels. The data
 * of a {@code piece} is passed on as it is, behind a header of 13 bytes: the transport gathers both into one system call with their
 * neighbours. Never flushes: the session does, once a read burst.
 */
@ChannelHandler.Sharable
public final class PeerMessageEncoder extends ChannelOutboundHandlerAdapter {
    public static final PeerMessageEncoder INSTANCE = new PeerMessageEncoder();

    private static final int LENGTH_BYTES = 4;

    private PeerMessageEncoder() {}

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof PeerMessage.Piece piece) {
            int length = piece.length();
            ByteBuf header = frame(context.alloc(), MessageId.PIECE, 9 + length, 8)
                    .writeInt(piece.index())
                    .writeInt(piece.begin());
            context.write(header, context.voidPromise());
            context.write(piece.content(), promise);
        } else if (message instanceof PeerMessage other) {
            context.write(encode(context.alloc(), other), promise);
        } else {
            context.write(message, promise);
        }
    }

    private static ByteBuf encode(ByteBufAllocator allocator, PeerMessage message) {
        Encoding encoding = new Encoding(allocator);
        message.accept(encoding);
        return encoding.bytes;
    }

    private static ByteBuf frame(ByteBufAllocator allocator, MessageId id, int length, int bodyBytes) {
        return allocator
                .ioBuffer(LENGTH_BYTES + 1 + bodyBytes)
                .writeInt(length)
                .writeByte(id.code());
    }

    /** One method a kind: a new message does not compile until it is encoded. */
    private static final class Encoding implements PeerMessage.Visitor {
        private final ByteBufAllocator allocator;
        private ByteBuf bytes;

        private Encoding(ByteBufAllocator allocator) {
            this.allocator = allocator;
        }

        @Override
        public void keepAlive() {
            bytes = allocator.ioBuffer(LENGTH_BYTES).writeInt(0);
        }

        @Override
        public void choke() {
            start(MessageId.CHOKE, 0);
        }

        @Override
        public void unchoke() {
            start(MessageId.UNCHOKE, 0);
        }

        @Override
        public void interested() {
            start(MessageId.INTERESTED, 0);
        }

        @Override
        public void notInterested() {
            start(MessageId.NOT_INTERESTED, 0);
        }

        @Override
        public void have(int index) {
            start(MessageId.HAVE, 4).writeInt(index);
        }

        @Override
        public void bitfield(byte[] bits) {
            start(MessageId.BITFIELD, bits.length).writeBytes(bits);
        }

        @Override
        public void request(int index, int begin, int length) {
            block(MessageId.REQUEST, index, begin, length);
        }

        @Override
        public void piece(PeerMessage.Piece piece) {
            throw new IllegalStateException("a piece is written with its own buffer");
        }

        @Override
        public void cancel(int index, int begin, int length) {
            block(MessageId.CANCEL, index, begin, length);
        }

        @Override
        public void port(int port) {
            start(MessageId.PORT, 2).writeShort(port);
        }

        @Override
        public void suggestPiece(int index) {
            start(MessageId.SUGGEST_PIECE, 4).writeInt(index);
        }

        @Override
        public void haveAll() {
            start(MessageId.HAVE_ALL, 0);
        }

        @Override
        public void haveNone() {
            start(MessageId.HAVE_NONE, 0);
        }

        @Override
        public void rejectRequest(int index, int begin, int length) {
            block(MessageId.REJECT_REQUEST, index, begin, length);
        }

        @Override
        public void allowedFast(int index) {
            start(MessageId.ALLOWED_FAST, 4).writeInt(index);
        }

        @Override
        public void extended(int id, byte[] payload) {
            start(MessageId.EXTENDED, 1 + payload.length).writeByte(id).writeBytes(payload);
        }

        private ByteBuf start(MessageId id, int bodyBytes) {
            bytes = frame(allocator, id, 1 + bodyBytes, bodyBytes);
            return bytes;
        }

        private void block(MessageId id, int index, int begin, int length) {
            start(id, 12).writeInt(index).writeInt(begin).writeInt(length);
        }
    }
}
