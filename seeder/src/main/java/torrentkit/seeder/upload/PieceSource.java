package torrentkit.seeder.upload;

import torrentkit.piece.Bitfield;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;

/** What may be uploaded of one torrent: verified pieces and the storage that holds them. Thread-safe. */
public interface PieceSource {
    /** The verified pieces at this moment; the caller's own copy. */
    Bitfield pieces();

    /** Whether this piece is verified and may be sent. Asked once a request: must not lock. */
    boolean has(int index);

    /** Whether its swarm is closed, that of a private torrent (BEP 27): whoever is in it shall be helped, and need not earn it. */
    default boolean isClosed() {
        return false;
    }

    /** Whether it wants no more pieces from others. Any thread. */
    boolean isDone();

    /** Where verified pieces are read from. */
    Storage storage();

    /**
     * Reading failed; the connection of the peer that asked is closed. Whether more can be served is the source's to judge. Called on a
     * storage thread, perhaps several times.
     */
    void failed(StorageException cause);

    /** So many bytes of blocks were handed to a peer's socket. */
    void uploaded(int bytes);
}
