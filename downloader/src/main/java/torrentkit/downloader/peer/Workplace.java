package torrentkit.downloader.peer;

import torrentkit.downloader.work.WorkQueue;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.RateLimit;

/** What the workers of one download share, as a worker sees it. Thread-safe. */
public interface Workplace {
    WorkQueue queue();

    /** The pieces under assembly. */
    Assemblies assemblies();

    SegmentPool memory();

    /** Who may ask for pieces. */
    Seats seats();

    /** What the download may ask for: its own limit, which is a part of that of all downloads of the process. */
    RateLimit rateLimit();

    /** What one peer may be asked for: the same, unless it is exempt. */
    default RateLimit rateLimit(PeerConnection peer) {
        return rateLimit();
    }

    /** A piece has all its blocks: it is hashed, and written if good. Takes the assembly over. Called by whoever brought the last block. */
    void deliver(PieceAssembly piece);

    /** The contributor has taken a piece. */
    void started(int index, Contributor contributor);

    /** So many bytes of blocks have arrived. */
    void downloaded(int bytes);

    /** So many of the bytes that arrived were of no use. */
    void wasted(int bytes);

    /** A piece or memory has become free: workers that found nothing may look again. */
    void workReturned();

    /** The worker's peer sent wrong bytes of this piece. */
    void poisoned(PeerWorker worker, int index);

    /** The worker's connection is gone. */
    void left(PeerWorker worker);
}
