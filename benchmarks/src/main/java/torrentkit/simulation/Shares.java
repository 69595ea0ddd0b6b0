package torrentkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** One download's parts in the pieces under assembly that it helps with, in the order in which it took them. */
final class Shares {
    private final List<Share> shares = new ArrayList<>(2);

    void add(Share share) {
        shares.add(share);
    }

    void remove(Share share) {
        shares.remove(share);
    }

    /** All of them as they are now: the caller may drop some as it goes. */
    List<Share> all() {
        return List.copyOf(shares);
    }

    /** The part in a piece of which this block is awaited; null if nobody waits for it. */
    Share waitingFor(int piece, int block) {
        for (Share share : shares) {
            if (share.piece() == piece) {
                return share.isAsked(block) ? share : null;
            }
        }
        return null;
    }

    /** The part in just this assembly, not in an earlier one of the same piece; null if there is none. */
    Share in(Assembly assembly) {
        for (Share share : shares) {
            if (share.assembly() == assembly) {
                return share;
            }
        }
        return null;
    }

    /** The first in which there is something to ask for; null if there is none. */
    Share firstToAsk() {
        for (Share share : shares) {
            if (share.assembly().hasBlocksToAsk()) {
                return share;
            }
        }
        return null;
    }

    /** Those in which there is nothing to ask for and nothing to wait for. */
    List<Share> idle() {
        List<Share> idle = new ArrayList<>(shares.size());
        for (Share share : shares) {
            if (!share.isWaiting() && !share.assembly().hasBlocksToAsk()) {
                idle.add(share);
            }
        }
        return idle;
    }

    long missingBytes() {
        long missing = 0;
        for (Share share : shares) {
            missing += share.assembly().missingBytes();
        }
        return missing;
    }

    /** Lets others ask for what this worker was asked for; it goes on waiting. */
    void unclaim(Download worker) {
        for (Share share : shares) {
            for (int block = 0; block < Long.SIZE; block++) {
                if (share.isAsked(block)) {
                    share.assembly().unclaim(worker, block);
                }
            }
        }
    }
}
