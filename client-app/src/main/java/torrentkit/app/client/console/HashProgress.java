package torrentkit.app.client.console;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Shows how much of some content is hashed, on a terminal. Told from several threads, drawn on the main thread. */
public final class HashProgress implements LongConsumer {
    public static final Duration PERIOD = Duration.ofMillis(250);

    private final Console console;
    private final String what;
    private final AtomicLong hashed = new AtomicLong();
    private final long start = System.nanoTime();

    /** @param what is done, such as {@code verifying NAME} */
    public HashProgress(Console console, String what) {
        this.console = console;
        this.what = what;
    }

    @Override
    public void accept(long bytes) {
        hashed.accumulateAndGet(bytes, Math::max);
    }

    /** Draws the line. */
    public void draw() {
        long bytes = hashed.get();
        double rate = bytes / Math.max(0.001, (System.nanoTime() - start) / 1e9);
        console.progress(what + ": " + Quantity.bytes(bytes) + "  " + Quantity.rate(rate));
    }
}
