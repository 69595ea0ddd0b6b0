package torrentkit.downloader.web;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import torrentkit.peer.RateLimit;

/**
 * When a connection may be read from again: takes what was read from the limit of the download, and of all downloads of the process. Belongs to the
 * worker's event loop.
 */
final class ReadPace {
    private final RateLimit limit;
    private final EventLoop loop;
    private final Runnable goOn;
    private int changes; // of the limit, when bytes were last taken
    private Future<?> waiting;
    private volatile boolean held;

    /** @param goOn reads again, when the wait is over */
    ReadPace(RateLimit limit, EventLoop loop, Runnable goOn) {
        this.limit = limit;
        this.loop = loop;
        this.goOn = goOn;
    }

    /** Pays for bytes that have come. Answers whether nothing may be read for now; what was to be done is called later. */
    boolean mustWait(long bytes) {
        changes = limit.changes();
        long wait = limit.reserve(bytes);
        if (wait == 0) {
            return false;
        }
        held = true;
        waiting = loop.schedule(this::waited, wait, TimeUnit.NANOSECONDS);
        return true;
    }

    private void waited() {
        stop();
        goOn.run();
    }

    /** Whether the limit is what holds the connection back. Any thread. */
    boolean isHeld() {
        return held;
    }

    /** About once a second: a wait that another limit had demanded is over. */
    void tick() {
        if (waiting != null && changes != limit.changes()) {
            waited();
        }
    }

    /** Waits no more. */
    void stop() {
        held = false;
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }
}
