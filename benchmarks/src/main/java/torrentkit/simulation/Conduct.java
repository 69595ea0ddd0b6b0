package torrentkit.simulation;

/** How a simulated peer behaves. */
public enum Conduct {
    /** Downloads, and passes on what it has. */
    HONEST,
    /** Says that it has everything, and sends wrong bytes. */
    POISONER,
    /** Says that it has everything, lets others ask, and answers nothing. */
    STALLER,
    /** Says that it has everything, lets others ask, and refuses what they ask for. */
    LIAR;

    boolean isHonest() {
        return this == HONEST;
    }
}
