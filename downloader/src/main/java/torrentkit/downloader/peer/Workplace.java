package torrentkit.downloader.peer;

import torrentkit.downloader.work.WorkQueue;
import torrentkit.peer.RateLimit;

/** What the workers of one download share, as a worker sees it. Thread-safe. */
public interface Workplace {
    WorkQueue queue();

    SegmentPool memory();

    /** Who may ask for pieces. */
    Seats seats();

    /** What all downloads of the process together may ask for. */
    RateLimit rateLimit();

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
