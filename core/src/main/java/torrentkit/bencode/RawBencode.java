package torrentkit.bencode;

/**
 * A value that is already bencoded and is passed through byte for byte, such as the info dictionary whose hash must not change.
 *
 * @param bytes exactly one bencoded value; not copied and not checked
 */
public record RawBencode(byte[] bytes) {}
