package torrentkit.downloader;

import java.time.Duration;
import java.util.Optional;
import torrentkit.downloader.DownloadException.Reason;

/**
 * Notices that a download leads nowhere, and says why: nobody can be reached, peers send nothing, or all who sent anything lied. Asked
 * once a second on one event loop.
 */
final class StallWatch {
    private static final int PATIENCE_WITH_PEERS = 5;
    private static final Duration PATIENCE_WITH_LIARS = Duration.ofSeconds(15);

    private final Duration timeout;
    private final long patienceWithLiars; // no longer than with nobody, or that would be the reason
    private long lastBytes;
    private long lastChange;
    private long lastPeer;
    private boolean seenPeers;
    private volatile boolean poisoned;

    /** @param timeout zero: wait for ever */
    StallWatch(Duration timeout, long now) {
        this.timeout = timeout;
        this.patienceWithLiars = timeout.isZero()
                ? PATIENCE_WITH_LIARS.toNanos()
                : Math.min(PATIENCE_WITH_LIARS.toNanos(), timeout.toNanos() / 2);
        this.lastChange = now;
        this.lastPeer = now;
    }

    /** A peer sent wrong data. Any thread. */
    void poisoned() {
        poisoned = true;
    }

    /**
     * The reason to give up, if there is one.
     *
     * @param now monotonic, nanoseconds
     * @param bytes that have arrived so far
     * @param peers that are connected
     * @param hope whether somebody is being dialled, or is left to dial who has not sent wrong data
     */
    Optional<DownloadException> look(long now, long bytes, int peers, boolean hope) {
        if (bytes != lastBytes) {
            lastBytes = bytes;
            lastChange = now;
        }
        if (peers > 0) {
            lastPeer = now;
            seenPeers = true;
        }
        long alone = now - lastPeer;
        if (poisoned && !hope && alone > patienceWithLiars) {
            return Optional.of(new DownloadException(
                    Reason.WRONG_DATA,
                    "every peer that was found sent data with wrong hashes: make a new torrent, or find other peers"));
        }
        long limit = timeout.toNanos();
        if (limit == 0) {
            return Optional.empty();
        }
        if (alone > limit) {
            return Optional.of(
                    seenPeers
                            ? new DownloadException(
                                    Reason.STALLED,
                                    "no peer has been connected for " + timeout.toSeconds()
                                            + " s: what is verified is kept, start again to go on")
                            : new DownloadException(
                                    Reason.NOBODY_REACHABLE,
                                    "no peer could be reached for " + timeout.toSeconds()
                                            + " s: check that the tracker and a seed are up and reachable"));
        }
        if (now - lastChange > PATIENCE_WITH_PEERS * limit) {
            return Optional.of(new DownloadException(
                    Reason.STALLED,
                    "the connected peers have sent nothing for " + PATIENCE_WITH_PEERS * timeout.toSeconds()
                            + " s: what is verified is kept, start again to go on"));
        }
        return Optional.empty();
    }
}
