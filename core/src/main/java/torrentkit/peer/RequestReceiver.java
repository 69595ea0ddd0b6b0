package torrentkit.peer;

import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;

/**
 * The upload half of a connection: takes what the remote peer says as a downloader. Everything is called on the connection's event
 * loop, and every block has been checked against the torrent.
 */
public interface RequestReceiver {
    /**
     * What we offer to this peer at this moment, for our first message. A piece that is verified later must be announced with
     * {@code have}, even if it is in this answer already.
     */
    Bitfield offered();

    /** How many requests we keep for this peer without dropping any; told in the extension handshake. */
    int requestQueue();

    /** The session stands; messages may be written from now on. */
    void opened();

    void interested();

    void notInterested();

    void requested(Block block);

    void cancelled(Block block);

    /** All messages of one read burst were delivered; what is written now leaves in one flush. */
    void burstEnded();

    /** The connection has become writable again, or is no longer. */
    void writabilityChanged();

    /** About once a second. */
    void tick();

    /** The connection is gone. The last call. */
    void closed();
}
