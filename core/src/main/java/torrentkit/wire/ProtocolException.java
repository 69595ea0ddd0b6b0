package torrentkit.wire;

/**
 * The remote peer broke the wire protocol. Only its own connection suffers: the session closes it. Has no stack trace, since what
 * matters is what the peer sent.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Which rule was broken. */
    public enum Violation {
        /** The connection did not begin with the BitTorrent handshake, or named another torrent. */
        HANDSHAKE,
        /** A length prefix that its kind of message, or this torrent, does not allow. */
        FRAME_LENGTH,
        /** A piece or block outside the torrent. */
        OUTSIDE_TORRENT,
        /** A bitfield of the wrong form. */
        BITFIELD,
        /** A message that is not allowed now: a bitfield in the middle, fast messages that were not agreed on. */
        OUT_OF_PLACE,
        /** More than the peer may ask for. */
        EXCESS
    }

    private final Violation violation;

    public ProtocolException(Violation violation, String detail) {
        super(detail, null, false, false);
        this.violation = violation;
    }

    public Violation violation() {
        return violation;
    }
}
