package torrentkit.app.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** How much of the heap answers hold that wait for slow clients, all connections together. Thread-safe. */
final class AnswerMemory {
    /** Answers shorter than this are bounded well enough by the number of connections. */
    static final int SMALL_BYTES = 16 << 10;

    private final AtomicLong taken = new AtomicLong();

    /** True: there is room, and what was taken is to be given back. */
    boolean take(long bytes, long limit) {
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
