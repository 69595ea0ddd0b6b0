package torrentkit.app.server.health;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Whether this server should be asked for anything now. Thread-safe; listeners are called on the thread that caused the change, in
 * the order of the changes.
 */
public final class Readiness {
    private final CopyOnWriteArrayList<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
    private volatile State state = State.STOPPED;

    /** The states in the order in which a server passes them. */
    public enum State {
        STARTING("starting"),
        READY("ready"),
        /** Settings are being read again; requests are answered all the while. */
        RELOADING("reading its settings again"),
        /** Some parts are being opened anew. */
        RESTARTING("restarting in part"),
        STOPPING("stopping"),
        STOPPED("stopped");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** Whether requests are answered. */
        public boolean answers() {
            return this == READY || this == RELOADING;
        }

        /** As one says it: "the server is ...". */
        public String words() {
            return words;
        }
    }

    public State state() {
        return state;
    }

    /** Says what holds from now on. */
    public synchronized void now(State next) {
        state = next;
        listeners.forEach(listener -> listener.accept(next));
    }

    /** Has every change told from now on. */
    public void listen(Consumer<State> listener) {
        listeners.add(listener);
    }
}
