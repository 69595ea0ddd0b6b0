package torrentkit.peer;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * The bytes of blocks that one event loop has moved, both ways: by them a {@link GatheringIoHandler} tells a slow flow from a fast one,
 * and both from mere talk. Wall time would not do, since on a crowded machine a loop that waits for a processor seems busy. Belongs to
 * its loop's thread.
 */
final class LoopFlow {
    private static final FastThreadLocal<LoopFlow> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected LoopFlow initialValue() {
            return new LoopFlow();
        }
    };

    private long bytes;
    private long bursts;

    private LoopFlow() {}

    /** That of the loop whose thread calls. */
    static LoopFlow ofThisLoop() {
        return OF_THREAD.get();
    }

    void moved(int more) {
        bytes += more;
    }

    /** A connection had something to read, and now has no more. */
    void burstEnded() {
        bursts++;
    }

    /** The total so far. */
    long bytes() {
        return bytes;
    }

    /** The total so far. */
    long bursts() {
        return bursts;
    }
}
