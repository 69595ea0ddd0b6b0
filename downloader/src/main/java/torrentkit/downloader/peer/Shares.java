package torrentkit.downloader.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/** The pieces that one worker is at, oldest first. Belongs to the worker's event loop, but for what is said to be for any thread. */
final class Shares {
    private final Deque<Share> shares = new ArrayDeque<>();
    private volatile long missingBytes;
    private volatile int oldest = -1;

    void add(Share share) {
        shares.add(share);
        count();
    }

    void remove(Share share) {
        shares.remove(share);
        count();
    }

    boolean isEmpty() {
        return shares.isEmpty();
    }

    List<Share> all() {
        return List.copyOf(shares);
    }

    /** The one of this piece, or null. */
    Share find(int index) {
        for (Share share : shares) {
            if (share.index() == index) {
                return share;
            }
        }
        return null;
    }

    /** The oldest that has blocks to ask for, or null. */
    Share firstWithBlocksToRequest() {
        for (Share share : shares) {
            if (share.hasBlocksToRequest()) {
                return share;
            }
        }
        return null;
    }

    /** The oldest that has blocks to ask for while the peer chokes us, or null. */
    Share firstAllowed(Hints hints) {
        for (Share share : shares) {
            if (hints.allows(share.index()) && share.hasBlocksToRequest()) {
                return share;
            }
        }
        return null;
    }

    /** Adds up what is missing: once a second and once a piece, never once a block. */
    void count() {
        long bytes = 0;
        for (Share share : shares) {
            bytes += share.assembly().missingBytes();
        }
        missingBytes = bytes;
        oldest = shares.isEmpty() ? -1 : shares.peekFirst().index();
    }

    /** Bytes that had not arrived when last counted. Any thread. */
    long missingBytes() {
        return missingBytes;
    }

    /** The piece of the oldest. Any thread. */
    OptionalInt oldest() {
        int piece = oldest;
        return piece < 0 ? OptionalInt.empty() : OptionalInt.of(piece);
    }
}
