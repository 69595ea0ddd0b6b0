package torrentkit.downloader.peer;

import torrentkit.downloader.work.WorkQueue;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.RateLimit;

/** What the workers of one download share, as a worker sees it. Thread-safe. */
public interface Workplace {
    WorkQueue queue();

    SegmentPool memory();

    /** Who may ask for pieces. */
    Seats seats();

    /** What the download may ask for: its own limit, which is a part of that of all downloads of the process. */
    RateLimit rateLimit();

    /** What one peer may be asked for: the same, unless it is exempt. */
    default RateLimit rateLimit(PeerConnection peer) {
        return rateLimit();
    }

    /** The results queue: the piece is hashed, and written if good. Takes the assembly over. */
    void deliver(PieceAssembly piece, PeerWorker worker);

    /** The worker has taken a piece. */
    void started(int index, PeerWorker worker);

    /** So many bytes of blocks have arrived. */
    void downloaded(int bytes);

    /** So many of the bytes that arrived were of no use. */
    void wasted(int bytes);

    /** A piece or memory has become free: workers that found nothing may look again. */
    void workReturned();

    /** The worker's connection is gone. */
    void left(PeerWorker worker);
}
