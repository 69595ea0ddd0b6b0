package torrentkit.testing;

import java.nio.ByteBuffer;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;

/** A torrent's content in memory. */
public final class MemoryStorage implements Storage {
    private final TorrentLayout layout;
    private final byte[] content; // guarded by this
    private boolean closed; // guarded by this

    /** An empty one: every byte is zero. */
    public MemoryStorage(TorrentLayout layout) {
        this(layout, new byte[Math.toIntExact(layout.totalLength())]);
    }

    /** One that holds this content, which is not copied. */
    public MemoryStorage(TorrentLayout layout, byte[] content) {
        this.layout = layout;
        this.content = content;
    }

    @Override
    public synchronized void read(int index, int begin, ByteBuffer dst) {
        dst.put(content, place(index, begin, dst.remaining()), dst.remaining());
    }

    @Override
    public synchronized void write(int index, int begin, ByteBuffer src) {
        src.get(content, place(index, begin, src.remaining()), src.remaining());
    }

    private int place(int index, int begin, int length) {
        if (closed) {
            throw new StorageException("the storage in memory is closed", null);
        }
        if (begin < 0
                || begin >= layout.pieceLength(index)
                || layout.pieceOffset(index) + begin > content.length - length) {
            throw new IndexOutOfBoundsException(length + " bytes from byte " + begin + " of piece " + index);
        }
        return (int) layout.pieceOffset(index) + begin;
    }

    /** A copy of all bytes. */
    public synchronized byte[] bytes() {
        return content.clone();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
