package torrentkit.storage;

import java.nio.ByteBuffer;

/**
 * The bytes of one torrent's content, addressed by piece. Positioned and synchronous; safe to use from several threads at once.
 * Calls block on the file system, so they belong on a {@link StorageExecutor}, never on an event loop. A short read or write never
 * escapes: a call does all that it was asked to or throws.
 */
public interface Storage extends AutoCloseable {
    /**
     * Fills what remains in {@code dst} from the given place. The range may cross piece and file edges but not the end of the
     * torrent.
     *
     * @param index the piece
     * @param begin bytes from the start of the piece
     * @throws StorageException if the bytes cannot all be read; {@link ContentChangedException} if the file is no longer the one
     *     that the torrent describes
     */
    void read(int index, int begin, ByteBuffer dst);

    /**
     * Writes what remains in {@code src} at the given place. The range may cross piece and file edges.
     *
     * @throws StorageException if the bytes cannot all be written
     */
    void write(int index, int begin, ByteBuffer src);

    /** Releases file handles. Later calls fail with {@link StorageException}; closing twice is harmless. */
    @Override
    void close();
}
