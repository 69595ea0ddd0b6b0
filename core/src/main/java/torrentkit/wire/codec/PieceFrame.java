package torrentkit.wire.codec;

import java.nio.ByteBuffer;
import torrentkit.wire.MessageId;

/**
 * The frame of a {@code piece} message (BEP 3): length(4) id(1) index(4) begin(4), then the block. For who builds many of them in one
 * buffer; the layout is {@link PeerMessageDecoder}'s.
 */
public final class PieceFrame {
    /** Bytes before the block. */
    public static final int HEADER_BYTES = 13;

    private PieceFrame() {}

    /** Puts the header at the buffer's position {@code at}, absolute; the buffer is big-endian, as new ones are. */
    public static void putHeader(ByteBuffer frames, int at, int index, int begin, int length) {
        frames.putInt(at, HEADER_BYTES - 4 + length)
                .put(at + 4, (byte) MessageId.PIECE.code())
                .putInt(at + 5, index)
                .putInt(at + 9, begin);
    }
}
