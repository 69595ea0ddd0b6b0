package torrentkit.simulation;

/** How often something happened, and how often in its busiest second. */
final class LoadMeter {
    private long count;
    private long second = -1;
    private long inSecond;
    private long most;

    void count(long now) {
        count++;
        if (now / Agenda.SECOND != second) {
            second = now / Agenda.SECOND;
            inSecond = 0;
        }
        most = Math.max(most, ++inSecond);
    }

    long all() {
        return count;
    }

    long mostInOneSecond() {
        return most;
    }
}
