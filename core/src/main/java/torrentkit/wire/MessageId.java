package torrentkit.wire;

import torrentkit.piece.TorrentLayout;

/**
 * The id byte of a peer message and the length that its frame must have (BEP 3, peer messages; BEP 6; BEP 10). The length is what the
 * prefix says: the id byte and the body.
 */
public enum MessageId {
    CHOKE(0, 1, 1),
    UNCHOKE(1, 1, 1),
    INTERESTED(2, 1, 1),
    NOT_INTERESTED(3, 1, 1),
    HAVE(4, 5, 5),
    BITFIELD(5, 1, MessageId.TORRENT),
    REQUEST(6, 13, 13),
    PIECE(7, 10, 9 + PeerMessage.Piece.MAX_LENGTH),
    CANCEL(8, 13, 13),
    PORT(9, 3, 3),
    SUGGEST_PIECE(13, 5, 5),
    HAVE_ALL(14, 1, 1),
    HAVE_NONE(15, 1, 1),
    REJECT_REQUEST(16, 13, 13),
    ALLOWED_FAST(17, 5, 5),
    EXTENDED(20, 2, 2 + PeerMessage.Extended.MAX_LENGTH);

    /** In place of a bitfield's length where the torrent is not known: any that some torrent could have. */
    public static final int ANY_BITFIELD = -1;

    private static final int TORRENT = -1;
    private static final int LONGEST_BITFIELD = TorrentLayout.MAX_PIECES / 8;
    private static final MessageId[] BY_CODE = new MessageId[21];

    static {
        for (MessageId id : values()) {
            BY_CODE[id.code] = id;
        }
    }

    private final int code;
    private final int minLength;
    private final int maxLength;

    MessageId(int code, int minLength, int maxLength) {
        this.code = code;
        this.minLength = minLength;
        this.maxLength = maxLength;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    /** The kind with this id byte, or null when we do not know it: such messages are skipped. */
    public static MessageId of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /**
     * Whether a frame of this kind may have this length.
     *
     * @param length the length prefix: id byte and body
     * @param bitfieldBytes the torrent's own bitfield length, the one bound that is not the same for all torrents; or
     *     {@link #ANY_BITFIELD}
     */
    public boolean allowsLength(int length, int bitfieldBytes) {
        if (maxLength != TORRENT) {
            return length >= minLength && length <= maxLength;
        }
        return bitfieldBytes == ANY_BITFIELD
                ? length >= minLength && length <= 1 + LONGEST_BITFIELD
                : length == 1 + bitfieldBytes;
    }
}
