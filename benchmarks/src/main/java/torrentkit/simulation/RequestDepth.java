package torrentkit.simulation;

import torrentkit.downloader.peer.RequestWindow;
import torrentkit.piece.Block;

/** How many blocks a download keeps asked for: the product's request window, for blocks that may stand for several of the protocol's. */
final class RequestDepth {
    private final RequestWindow window;
    private final int blockBytes;

    RequestDepth(int most, int blockBytes, long now) {
        this.window = new RequestWindow(most, now);
        this.blockBytes = blockBytes;
    }

    int blocks() {
        return (int) Math.max(1, ((long) window.depth() * Block.LENGTH + blockBytes - 1) / blockBytes);
    }

    /** @param nanos from the request to the answer */
    void received(int bytes, long nanos, long now, int inFlight) {
        int left = inFlight * (blockBytes / Block.LENGTH);
        for (int rest = bytes; rest > 0; rest -= Block.LENGTH) {
            window.received(Math.min(rest, Block.LENGTH), nanos, left);
        }
        if (inFlight == 0) {
            window.idle(now);
        }
    }

    /** The first request after everything was answered. */
    void asked(long now) {
        window.asked(now);
    }

    /** @param behind whether the other is well ahead */
    void tick(long now, boolean behind) {
        window.tick(now, behind);
    }

    /** The peer did not answer in time. */
    void collapse() {
        window.collapse();
    }

    /** Bytes per second; 0 when none was shown. */
    double pace(long now) {
        return window.bytesPerSecond(now);
    }
}
