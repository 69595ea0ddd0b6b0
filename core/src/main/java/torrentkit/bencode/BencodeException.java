package torrentkit.bencode;

/** Bytes are not canonical bencoding, or a value is missing or of another type than the reader needs. */
public final class BencodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final int offset;

    /**
     * @param problem what was expected and what was found
     * @param field the path of the value, such as {@code info.files[3].path}; empty for the whole
     * @param offset bytes from the start of the input
     */
    public BencodeException(String problem, String field, int offset) {
        super((field.isEmpty() ? "" : field + ": ") + problem + " (at byte " + offset + ")", null, false, false);
        this.field = field;
        this.offset = offset;
    }

    /** The path of the value at fault, such as {@code info.files[3].path}; empty for the whole. Printable ASCII only. */
    public String field() {
        return field;
    }

    /** Where the value at fault starts, bytes from the start of the input. */
    public int offset() {
        return offset;
    }
}
