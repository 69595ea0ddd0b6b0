package torrentkit.simulation;

/** One download's part in a piece under assembly: which of its blocks it was asked for and has not brought. */
final class Share {
    private final Assembly assembly;
    private long asked;
    private int received;

    Share(Assembly assembly) {
        this.assembly = assembly;
    }

    Assembly assembly() {
        return assembly;
    }

    int piece() {
        return assembly.piece();
    }

    void ask(int block) {
        asked |= 1L << block;
    }

    boolean isAsked(int block) {
        return (asked & 1L << block) != 0;
    }

    void answered(int block) {
        asked &= ~(1L << block);
    }

    void brought() {
        received++;
    }

    int received() {
        return received;
    }

    /** The first block that was asked for and has not come; −1 if there is none. */
    int firstAsked() {
        return asked == 0 ? -1 : Long.numberOfTrailingZeros(asked);
    }

    boolean isWaiting() {
        return asked != 0;
    }
}
