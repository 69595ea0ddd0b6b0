package torrentkit.simulation;

/** How long a download bears silence: the steps of the product. */
final class Patience {
    private static final long SILENCE = 3 * Agenda.SECOND;
    private static final long ANSWER_TIMEOUT = 30 * Agenda.SECOND;
    private static final long MIN_ANSWER_TIMEOUT = 5 * Agenda.SECOND;
    private static final long WITHOUT_TURN = Agenda.SECOND;
    private static final long ALONE_WITHOUT_TURN = 12 * Agenda.SECOND;
    private static final int MAX_REFUSALS = 3;

    private final Agenda agenda;
    private long chokedSince;
    private long lastBlock;
    private long lastProgress;
    private long pausedUntil;
    private int refusals;
    private boolean snubbed;

    Patience(Agenda agenda) {
        this.agenda = agenda;
    }

    void choked() {
        chokedSince = agenda.now();
    }

    void unchoked() {
        lastBlock = agenda.now();
    }

    void answered() {
        lastBlock = agenda.now();
        lastProgress = lastBlock;
        refusals = 0;
    }

    /** Waiting begins now. */
    void progress() {
        lastProgress = agenda.now();
    }

    boolean isStalled() {
        return agenda.now() - lastProgress > SILENCE;
    }

    /** Whether one that is choked gives up what it has. */
    boolean isOver(boolean alone) {
        return agenda.now() - Math.max(chokedSince, pausedUntil) > (alone ? ALONE_WITHOUT_TURN : WITHOUT_TURN);
    }

    /** Whether one that waits gives up what it has. */
    boolean isLost(boolean soon) {
        return agenda.now() - Math.max(lastBlock, lastProgress) > (soon ? MIN_ANSWER_TIMEOUT : ANSWER_TIMEOUT);
    }

    /** Whether the other has stalled just now. */
    boolean snubs() {
        boolean begins = !snubbed && isStalled();
        snubbed |= begins;
        return begins;
    }

    /** @param waiting whether requests are not answered */
    boolean isSnubbed(boolean waiting) {
        snubbed &= waiting;
        return snubbed;
    }

    /** The other has refused a block, or not answered: it is left alone, longer each time. */
    void pause() {
        if (!isPaused()) {
            pausedUntil = agenda.now() + Math.min(60 * Agenda.SECOND, Agenda.SECOND << Math.min(refusals, 6));
            refusals++;
        }
    }

    /** The other asks to be asked. */
    void lift() {
        refusals = 0;
        pausedUntil = Math.min(pausedUntil, agenda.now());
    }

    boolean isPaused() {
        return agenda.now() < pausedUntil;
    }

    boolean areRefusalsTooMany() {
        return refusals > MAX_REFUSALS;
    }
}
