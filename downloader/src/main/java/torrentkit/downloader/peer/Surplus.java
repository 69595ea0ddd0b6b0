package torrentkit.downloader.peer;

import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/** Blocks that a peer sends though nobody waits for them: as many as were cancelled or forgotten are forgiven. Belongs to the worker's event loop. */
final class Surplus {
    private static final int MAX_UNASKED = 1_000;

    private int forgiven;
    private int unasked;

    /** A request was cancelled or forgotten, which may be answered all the same. */
    void expect() {
        forgiven++;
    }

    /**
     * A block has come for which there is no request.
     *
     * @throws ProtocolException if there were too many
     */
    void count() {
        if (forgiven > 0) {
            forgiven--;
        } else if (++unasked > MAX_UNASKED) {
            throw new ProtocolException(Violation.EXCESS, unasked + " blocks that nobody asked for");
        }
    }
}
