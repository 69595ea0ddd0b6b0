package torrentkit.wire.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import torrentkit.wire.MessageId;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * Bytes to {@link PeerMessage}s, one decoder a channel.
 *
 * <p>A frame (BEP 3, peer messages; integers are big-endian):
 *
 * <pre>
 * length  4 bytes  of all that follows; 0 is a keep-alive
 * id      1 byte   {@link MessageId}
 * body    length − 1 bytes:
 *   have, suggest, allowed fast        index(4)
 *   request, cancel, reject            index(4) begin(4) length(4)
 *   piece                              index(4) begin(4) block(length − 9)
 *   bitfield                           ⌈pieces / 8⌉ bytes
 *   port                               port(2)
 *   extended                           extension id(1) payload(length − 2)
 * </pre>
 *
 * <p>The length is checked against what its id allows before the body is awaited or memory taken for it. Frames that lie whole in one
 * read are decoded in place, and the block of a {@code piece} is a retained slice of that read; only a frame that straddles two reads is
 * copied, into a buffer of exactly its own length. (Netty's {@code ByteToMessageDecoder} would copy every read behind a partial frame.)
 * Messages with an unknown id are skipped whole. After a violation nothing more is decoded.
 */
public final class PeerMessageDecoder extends ChannelInboundHandlerAdapter {
    private static final int LENGTH_BYTES = 4;
    private static final int HEADER_BYTES = 5;

    private final int bitfieldBytes;
    private ByteBuf straddling; // the start of a frame whose end has not arrived, or null
    private int toSkip; // bytes of an unknown message that are still to come
    private boolean broken;

    /** @param bitfieldBytes bytes of this torrent's bitfield */
    public PeerMessageDecoder(int bitfieldBytes) {
        this.bitfieldBytes = bitfieldBytes;
    }

    /** For a torrent of which only the info-hash is known: takes a bitfield of any length that some torrent has. */
    public static PeerMessageDecoder ofUnknownTorrent() {
        return new PeerMessageDecoder(MessageId.ANY_BITFIELD);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf in)) {
            context.fireChannelRead(message);
            return;
        }
        try {
            while (!broken && in.isReadable()) {
                if (toSkip > 0) {
                    int length = Math.min(toSkip, in.readableBytes());
                    in.skipBytes(length);
                    toSkip -= length;
                } else if (straddling != null) {
                    continueStraddling(context, in);
                } else {
                    decodeInPlace(context, in);
                }
            }
        } catch (ProtocolException e) {
            broken = true;
            context.fireExceptionCaught(e);
        } finally {
            in.release();
        }
    }

    /** Decodes the next frame if it lies whole in the buffer, else starts to straddle. */
    private void decodeInPlace(ChannelHandlerContext context, ByteBuf in) {
        int readable = in.readableBytes();
        if (readable < LENGTH_BYTES) {
            straddling = context.alloc().buffer(HEADER_BYTES);
            straddling.writeBytes(in);
            return;
        }
        int length = checkedLength(in, in.readerIndex());
        if (length == 0) {
            in.skipBytes(LENGTH_BYTES);
            context.fireChannelRead(PeerMessage.KeepAlive.INSTANCE);
        } else if (readable > LENGTH_BYTES && isUnknown(in, in.readerIndex())) {
            in.skipBytes(LENGTH_BYTES);
            toSkip = length;
        } else if (readable >= LENGTH_BYTES + length) {
            in.skipBytes(LENGTH_BYTES);
            decode(context, in, length);
        } else {
            int known = readable > LENGTH_BYTES ? LENGTH_BYTES + length : HEADER_BYTES;
            straddling = context.alloc().buffer(known);
            straddling.writeBytes(in);
        }
    }

    /** Moves bytes from the read to the straddling frame, which is decoded when it is whole. */
    private void continueStraddling(ChannelHandlerContext context, ByteBuf in) {
        if (straddling.readableBytes() < LENGTH_BYTES) {
            fill(in, LENGTH_BYTES);
            if (straddling.readableBytes() < LENGTH_BYTES) {
                return;
            }
        }
        int length = checkedLength(straddling, 0);
        if (length == 0) {
            dropStraddling();
            context.fireChannelRead(PeerMessage.KeepAlive.INSTANCE);
            return;
        }
        if (straddling.readableBytes() < HEADER_BYTES) {
            fill(in, HEADER_BYTES);
            if (straddling.readableBytes() < HEADER_BYTES) {
                return;
            }
            checkedLength(straddling, 0);
            if (isUnknown(straddling, 0)) {
                dropStraddling();
                toSkip = length - 1;
                return;
            }
        }
        straddling.capacity(LENGTH_BYTES + length);
        fill(in, LENGTH_BYTES + length);
        if (straddling.readableBytes() == LENGTH_BYTES + length) {
            ByteBuf frame = straddling;
            straddling = null;
            try {
                frame.skipBytes(LENGTH_BYTES);
                decode(context, frame, length);
            } finally {
                frame.release();
            }
        }
    }

    private void fill(ByteBuf in, int target) {
        in.readBytes(straddling, Math.min(in.readableBytes(), target - straddling.readableBytes()));
    }

    /** The length prefix at this place, checked with the id when that is there too. */
    private int checkedLength(ByteBuf in, int at) {
        int length = in.getInt(at);
        if (length == 0) {
            return 0;
        }
        if (in.writerIndex() - at > LENGTH_BYTES) {
            int code = in.getUnsignedByte(at + LENGTH_BYTES);
            MessageId id = MessageId.of(code);
            if (id != null ? !id.allowsLength(length, bitfieldBytes) : length < 0 || length > longestFrame()) {
                throw new ProtocolException(
                        Violation.FRAME_LENGTH,
                        "a frame of " + Integer.toUnsignedString(length) + " bytes is not allowed for "
                                + (id == null ? "unknown message " + code : id.toString()));
            }
        } else if (length < 0 || length > longestFrame()) {
            throw new ProtocolException(
                    Violation.FRAME_LENGTH,
                    "no message of this torrent has " + Integer.toUnsignedString(length) + " bytes, at most "
                            + longestFrame());
        }
        return length;
    }

    private int longestFrame() {
        return Math.max(1 + bitfieldBytes, 2 + PeerMessage.Extended.MAX_LENGTH);
    }

    private static boolean isUnknown(ByteBuf in, int at) {
        return MessageId.of(in.getUnsignedByte(at + LENGTH_BYTES)) == null;
    }

    /** Reads id and body, which lie whole in the buffer, and passes the message on. */
    private static void decode(ChannelHandlerContext context, ByteBuf in, int length) {
        int end = in.readerIndex() + length;
        MessageId id = MessageId.of(in.readUnsignedByte());
        PeerMessage message = switch (id) {
            case CHOKE -> PeerMessage.Choke.INSTANCE;
            case UNCHOKE -> PeerMessage.Unchoke.INSTANCE;
            case INTERESTED -> PeerMessage.Interested.INSTANCE;
            case NOT_INTERESTED -> PeerMessage.NotInterested.INSTANCE;
            case HAVE -> new PeerMessage.Have(in.readInt());
            case BITFIELD -> new PeerMessage.Bitfield(bytes(in, length - 1));
            case REQUEST -> new PeerMessage.Request(in.readInt(), in.readInt(), in.readInt());
            case PIECE -> new PeerMessage.Piece(in.readInt(), in.readInt(), in.readRetainedSlice(length - 9));
            case CANCEL -> new PeerMessage.Cancel(in.readInt(), in.readInt(), in.readInt());
            case PORT -> new PeerMessage.Port(in.readUnsignedShort());
            case SUGGEST_PIECE -> new PeerMessage.SuggestPiece(in.readInt());
            case HAVE_ALL -> PeerMessage.HaveAll.INSTANCE;
            case HAVE_NONE -> PeerMessage.HaveNone.INSTANCE;
            case REJECT_REQUEST -> new PeerMessage.RejectRequest(in.readInt(), in.readInt(), in.readInt());
            case ALLOWED_FAST -> new PeerMessage.AllowedFast(in.readInt());
            case EXTENDED -> new PeerMessage.Extended(in.readUnsignedByte(), bytes(in, length - 2));
        };
        in.readerIndex(end);
        context.fireChannelRead(message);
    }

    private static byte[] bytes(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    private void dropStraddling() {
        if (straddling != null) {
            straddling.release();
            straddling = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        dropStraddling();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        dropStraddling();
        broken = true;
        context.fireChannelInactive();
    }
}
