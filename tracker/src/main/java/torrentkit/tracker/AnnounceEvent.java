package torrentkit.tracker;

/** Why a peer announces (BEP 3). The order is that of the codes in UDP announces (BEP 15), 0 to 3. */
public enum AnnounceEvent {
    /** A regular announce, or an event that nobody knows. */
    NONE(""),
    /** The last piece has just arrived; not sent by a peer that was complete when it started. */
    COMPLETED("completed"),
    /** The first announce. */
    STARTED("started"),
    /** The peer leaves. */
    STOPPED("stopped");

    private static final AnnounceEvent[] BY_CODE = values();

    private final String wireName;

    AnnounceEvent(String wireName) {
        this.wireName = wireName;
    }

    /** The value of the parameter {@code event} over HTTP; empty for {@link #NONE}. */
    public String wireName() {
        return wireName;
    }

    /** The number of the event over UDP (BEP 15). */
    public int code() {
        return ordinal();
    }

    /** The event of a UDP announce; {@link #NONE} for a number that means nothing, as a tracker need not mind. */
    public static AnnounceEvent ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : NONE;
    }
}
