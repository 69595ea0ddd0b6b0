package torrentkit.wire.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import torrentkit.wire.MessageId;
import torrentkit.wire.PeerMessage;

/**
 * {@link PeerMessage}s to bytes, one encoder a channel; the layout is {@link PeerMessageDecoder}'s. Small messages gather in one buffer
 * until the next flush, so that the hundred requests of a read burst cost one buffer and one write. The data of a {@code piece} is passed
 * on as it is, behind its header: the transport gathers headers and data into one system call. Never flushes by itself.
 */
public final class PeerMessageEncoder extends ChannelOutboundHandlerAdapter {
    private static final int OUTBOX_BYTES = 512;

    private final Encoding encoding = new Encoding();
    private ByteBuf outbox; // messages since the last flush or piece, or null

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof PeerMessage.Piece piece) {
            outbox(context, 13);
            encoding.start(MessageId.PIECE, 8 + piece.length())
                    .writeInt(piece.index())
                    .writeInt(piece.begin());
            writeOutbox(context);
            context.write(piece.content(), promise);
        } else if (message instanceof PeerMessage other) {
            outbox(context, OUTBOX_BYTES);
            other.accept(encoding);
            promise.trySuccess(); // it is on its way with the next flush; nobody waits for a small message
        } else {
            writeOutbox(context);
            context.write(message, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        writeOutbox(context);
        context.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (outbox != null) {
            outbox.release();
            outbox = null;
        }
    }

    private void outbox(ChannelHandlerContext context, int bytes) {
        if (outbox == null) {
            outbox = context.alloc().directBuffer(bytes);
        }
    }

    private void writeOutbox(ChannelHandlerContext context) {
        if (outbox != null) {
            ByteBuf bytes = outbox;
            outbox = null;
            context.write(bytes, context.voidPromise());
        }
    }

    /** One method a kind: a new message does not compile until it is encoded. */
    private final class Encoding implements PeerMessage.Visitor {
        @Override
        public void keepAlive() {
            outbox.writeInt(0);
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
            return outbox.writeInt(1 + bodyBytes).writeByte(id.code());
        }

        private void block(MessageId id, int index, int begin, int length) {
            start(id, 12).writeInt(index).writeInt(begin).writeInt(length);
        }
    }
}
