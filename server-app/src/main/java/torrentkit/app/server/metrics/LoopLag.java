package torrentkit.app.server.metrics;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How late event loops are: by how much tasks that were due at a certain time ran after it. A loop that blocks, or has more to do
 * than a core can, shows here before anybody complains.
 */
public final class LoopLag implements AutoCloseable {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int WINDOW = 30; // periods

    private final List<Probe> probes = new ArrayList<>();

    /** @param loops watched from now on */
    public LoopLag(EventExecutorGroup loops) {
        for (EventExecutor loop : loops) {
            probes.add(new Probe(loop));
        }
    }

    /** The longest delay of any of the loops in the last half minute, seconds. */
    public double seconds() {
        long longest = 0;
        for (Probe probe : probes) {
            longest = Math.max(longest, probe.longest());
        }
        return longest / 1e9;
    }

    @Override
    public void close() {
        probes.forEach(probe -> probe.task.cancel(false));
    }

    /** The delays of one loop; written by the loop, read by anybody. */
    private static final class Probe implements Runnable {
        private final AtomicLong[] window = new AtomicLong[WINDOW];
        private final Future<?> task;
        private volatile long due = System.nanoTime() + PERIOD_NANOS;
        private int next;

        Probe(EventExecutor loop) {
            for (int i = 0; i < WINDOW; i++) {
                window[i] = new AtomicLong();
            }
            task = loop.scheduleWithFixedDelay(this, PERIOD_NANOS, PERIOD_NANOS, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            long now = System.nanoTime();
            window[next].set(Math.max(0, now - due));
            next = (next + 1) % WINDOW;
            due = now + PERIOD_NANOS;
        }

        long longest() {
            long longest = Math.max(0, System.nanoTime() - due); // also while it is stuck
            for (AtomicLong delay : window) {
                longest = Math.max(longest, delay.get());
            }
            return longest;
        }
    }
}
