package torrentkit.downloader.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.FileStamp;
import torrentkit.storage.StorageException;

/**
 * What belongs to unwanted files of pieces that are needed for wanted ones. A slot of one piece's length for every piece that could be
 * such a one, so that it stays small where the file system has no holes. Made when something is written. Thread-safe.
 */
final class RestFile implements AutoCloseable {
    private final Path path;
    private final TorrentLayout layout;
    private final SharedPieces shared;
    private FileChannel channel; // guarded by this
    private boolean closed; // guarded by this

    RestFile(Path path, TorrentLayout layout, SharedPieces shared) {
        this.path = path;
        this.layout = layout;
        this.shared = shared;
    }

    /** Nothing when it is not there. */
    Optional<FileStamp> stamp() {
        return Stamps.of(path);
    }

    /** Where this byte of the torrent is. Bytes of one piece lie together. */
    private long address(long position) {
        int slot = shared.slot((int) (position / layout.pieceLength()));
        if (slot < 0) {
            throw new IllegalStateException("byte " + position + " is not in a piece of several files");
        }
        return (long) slot * layout.pieceLength() + position % layout.pieceLength();
    }

    /** Whether a file of this size could hold a byte of the torrent and all before it in its piece. */
    boolean reaches(long size, long position) {
        return shared.slot((int) (position / layout.pieceLength())) >= 0 && size > address(position);
    }

    /** @param position of the first byte in the torrent; the range lies in one piece */
    void read(long position, ByteBuffer dst) {
        try {
            FileChannel open = channel(false);
            for (long at = address(position); dst.hasRemaining(); ) {
                int count = open.read(dst, at);
                if (count < 0) {
                    throw new EOFException("it ends at " + at);
                }
                at += count;
            }
        } catch (IOException e) {
            throw StorageException.of("cannot read " + path, path, e);
        }
    }

    /** @param position of the first byte in the torrent; the range lies in one piece */
    void write(long position, ByteBuffer src) {
        try {
            FileChannel open = channel(true);
            for (long at = address(position); src.hasRemaining(); ) {
                at += open.write(src, at);
            }
        } catch (IOException e) {
            throw StorageException.of("cannot write " + path, path, e);
        }
    }

    void force() {
        try {
            channel(false).force(true);
        } catch (IOException e) {
            throw StorageException.of("cannot write " + path, path, e);
        }
    }

    private synchronized FileChannel channel(boolean create) throws IOException {
        if (closed) {
            throw new StorageException(path + " is closed", path);
        }
        if (channel == null || !channel.isOpen()) { // an interrupted read closes its channel
            channel = create
                    ? FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS)
                    : FileChannel.open(
                            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        }
        return channel;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(RestFile.class.getName()).log(System.Logger.Level.DEBUG, "cannot close " + path, e);
            }
        }
    }
}
