package torrentkit.tracker.swarm;

/**
 * What is remembered of a peer in one byte: whether it was complete, whether it was told of the origin, whether it keeps to its
 * intervals, and in how many announces it has shown no progress. Times are {@link Ticks}.
 */
final class PeerMarks {
    static final byte COMPLETE = 1;
    /** One of the leechers that fetch from the origin for their zone. */
    static final byte ORIGIN = 2;

    private static final byte PUNCTUAL = 4;
    /** Announces without progress, up to three. */
    private static final byte STALE_ONE = 8;

    private static final byte STALE = 3 * STALE_ONE;

    /** Announces that follow each other faster say nothing about progress. */
    private static final int TELLING_GAP = 30 * Ticks.PER_SECOND;
    /** An announce so much after its time is still in time: requests are repeated, machines are busy. */
    private static final int LATE = 15 * Ticks.PER_SECOND;
    /** How long somebody is waited for who has shown that it announces when it is told to. */
    private static final int MARGIN = 60 * Ticks.PER_SECOND;
    /** Many clients have a shortest interval of their own, of up to ten minutes (rTorrent), whatever a tracker tells them. */
    private static final int MARGIN_UNPROVEN = 11 * 60 * Ticks.PER_SECOND;

    private PeerMarks() {}

    /**
     * The marks after an announce.
     *
     * @param moved whether the peer has moved something since the one before
     * @param regular whether it was its interval that made it announce
     * @param elapsed since the one before
     * @param told the interval told then, in seconds
     */
    static byte heard(byte marks, boolean seed, boolean moved, boolean regular, int elapsed, int told) {
        int interval = told * Ticks.PER_SECOND;
        int after = marks & (ORIGIN | PUNCTUAL | STALE);
        if (regular && elapsed >= interval - interval / 4 && elapsed <= interval + interval / 4 + LATE) {
            after |= PUNCTUAL;
        }
        if (seed || moved) {
            after &= ~STALE;
        } else if (elapsed >= Math.max(TELLING_GAP, interval - interval / 4) && !isIdle(marks)) {
            after += STALE_ONE;
        }
        return (byte) (seed ? after | COMPLETE : after);
    }

    /** Whether the peer has shown no progress for three announces. */
    static boolean isIdle(byte marks) {
        return (marks & STALE) == STALE;
    }

    /** For how long after an announce the next one is waited for. */
    static int patience(byte marks, int told) {
        int interval = told * Ticks.PER_SECOND;
        return interval + interval / 4 + ((marks & PUNCTUAL) != 0 ? MARGIN : MARGIN_UNPROVEN);
    }
}
