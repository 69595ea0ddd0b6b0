package torrentkit.app.client.history;

/**
 * Whoever follows a run: the record, a face, the metrics, {@code --json}. Called on one thread, the events' own, in the order in which
 * things happened, and closed on it too; it may block for a moment but not wait for anything. What it throws ends its own part only.
 */
public interface HistoryListener extends AutoCloseable {
    void accept(TimedEvent event);

    /** Several times a second while the run goes on, so that something may be drawn. */
    default void tick() {}

    /** Whether a person wants to look at it when nothing happens any more: a replay then goes on at its last event until stopped. */
    default boolean lingers() {
        return false;
    }

    /** The run is over; no event follows. Puts everything in order: flushes, restores the terminal, frees the port. */
    @Override
    void close();
}
