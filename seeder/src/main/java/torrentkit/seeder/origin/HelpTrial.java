package torrentkit.seeder.origin;

/**
 * Finds out by trying whether a swarm would be slower without the origin's help. From the peers' rate it cannot be told: where their
 * downlinks are full, what the origin sends only takes the place of what they would send each other. So now and then it pauses and looks
 * whether all peers together get less. After the first pause that did harm the next comes as soon as the peers give each other what all got
 * before: then they were only slow to start. Later ones do not, since what peers give each other is what they say. Guarded by the policy's
 * lock.
 */
final class HelpTrial {
    private static final long SECOND = 1_000_000_000L;

    /** How long a pause is before it is judged: until rates are of it alone. */
    private static final long PAUSE = 5 * SECOND / 2;

    /** How long it helps until the next pause, at first. */
    private static final long FIRST_SPELL = 10 * SECOND;

    private static final long LONGEST_SPELL = 160 * SECOND;

    /** With less than this part of the rate there was before, the pause did harm. */
    private static final double AS_GOOD = 0.85;

    private enum State {
        HELPING,
        PAUSING,
        LEAVING_ALONE
    }

    private State state = State.HELPING;
    private long since;
    private long spell; // 0: the first pause comes at once
    private double before;

    /**
     * Whether to help now.
     *
     * @param rate bytes a second that all peers together get, from whomever
     * @param theirs those of them that they get from each other
     */
    boolean helps(double rate, double theirs, long now) {
        switch (state) {
            case HELPING -> {
                boolean grown = spell == FIRST_SPELL && now - since >= SECOND && theirs >= AS_GOOD * before;
                if (grown || now - since >= spell) {
                    before = rate;
                    enter(State.PAUSING, now);
                }
            }
            case PAUSING -> {
                if (now - since >= PAUSE) {
                    boolean harmed = rate < AS_GOOD * before;
                    spell = spell == 0 ? FIRST_SPELL : Math.min(LONGEST_SPELL, 2 * spell);
                    enter(harmed ? State.HELPING : State.LEAVING_ALONE, now);
                }
            }
            case LEAVING_ALONE -> {
                if (rate < AS_GOOD * before) {
                    enter(State.HELPING, now);
                }
            }
        }
        return state == State.HELPING;
    }

    private void enter(State next, long now) {
        state = next;
        since = now;
    }
}
