package torrentkit.metainfo;

import java.io.IOException;
import torrentkit.bencode.BencodeException;

/** Bytes are not a torrent that can be used; the message is a sentence for a person, with what was found where. */
public final class MetainfoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why the torrent cannot be used. */
    public enum Reason {
        /** The bytes are not bencoded: a web page, say, or a file that is cut off. */
        NOT_BENCODED,
        /** Bencoded, but not a valid torrent, or one that would be dangerous. */
        INVALID,
        /** A valid torrent of a kind that is not supported, or over a limit. */
        UNSUPPORTED,
        /** The file could not be read at all; the cause says why. */
        UNREADABLE
    }

    private final Reason reason;
    private final String field;
    private final int offset;

    /** @param message a sentence: what was expected, what was found, what to do */
    public MetainfoException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.field = "";
        this.offset = 0;
    }

    MetainfoException(String message, IOException cause) {
        super(message, cause);
        this.reason = Reason.UNREADABLE;
        this.field = "";
        this.offset = 0;
    }

    MetainfoException(Reason reason, String before, BencodeException cause, String after) {
        super(before + cause.getMessage() + after, cause, false, false);
        this.reason = reason;
        this.field = cause.field();
        this.offset = cause.offset();
    }

    public Reason reason() {
        return reason;
    }

    /** The path of the value at fault, such as {@code info.files[3].path}; empty for the whole. Printable ASCII only. */
    public String field() {
        return field;
    }

    /** Where the value at fault starts, bytes from the start of the torrent. */
    public int offset() {
        return offset;
    }
}
