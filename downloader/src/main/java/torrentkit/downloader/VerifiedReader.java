package torrentkit.downloader;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.StorageException;

/**
 * Reads the content of a download while it goes on, as soon as pieces are verified: with {@link PieceOrder#SEQUENTIAL}, from the
 * beginning to the end not long after they arrive. Usable until the download is closed. Thread-safe.
 */
public final class VerifiedReader {
    private final Download download;
    private final TorrentLayout layout;
    private final Map<Integer, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

    VerifiedReader(Download download) {
        this.download = download;
        this.layout = download.metainfo().layout();
        download.outcome().whenComplete((target, failure) -> {
            awaited.forEach((piece, ready) -> settle(piece, ready, failure));
        });
    }

    /**
     * Completes when the piece is verified and may be read.
     *
     * @return fails with the download's {@link DownloadException} when that ends without this piece, and never completes if the piece
     *     is not wanted. Completed on a storage thread: what depends on it must be quick
     * @throws IndexOutOfBoundsException if the torrent has no such piece
     */
    public CompletableFuture<Void> ready(int piece) {
        if (!layout.isPiece(piece)) {
            throw new IndexOutOfBoundsException("piece " + piece + " of " + layout.pieceCount());
        }
        CompletableFuture<Void> ready = awaited.computeIfAbsent(piece, unasked -> new CompletableFuture<>());
        if (download.isVerified(piece)) {
            verified(piece);
        } else if (download.outcome()
                .isDone()) { // after it was noted: whoever ends the download sees it, or we see the end
            download.outcome().whenComplete((target, failure) -> settle(piece, ready, failure));
        }
        return ready.copy();
    }

    /** A piece has been verified and written. */
    void verified(int piece) {
        CompletableFuture<Void> ready = awaited.remove(piece);
        if (ready != null) {
            ready.complete(null);
        }
    }

    private void settle(int piece, CompletableFuture<Void> ready, Throwable failure) {
        if (download.isVerified(piece)) {
            verified(piece);
        } else if (failure != null) {
            awaited.remove(piece, ready);
            ready.completeExceptionally(failure);
        }
    }

    /**
     * Fills the buffer from this place on. Blocks for the disk: not to be called on an event loop.
     *
     * @param offset bytes from the start of the torrent's content
     * @param dst as much as it has room for is read
     * @throws IllegalStateException if a piece of this range is not verified, or the download is closed
     * @throws IndexOutOfBoundsException if the range is not within the content
     * @throws StorageException if the disk refuses
     */
    public void read(long offset, ByteBuffer dst) {
        if (offset < 0 || offset > layout.totalLength() - dst.remaining()) {
            throw new IndexOutOfBoundsException(
                    "bytes " + offset + "+" + dst.remaining() + " of " + layout.totalLength());
        }
        int end = dst.limit();
        long at = offset;
        while (dst.position() < end) {
            int piece = (int) (at / layout.pieceLength());
            int begin = (int) (at - layout.pieceOffset(piece));
            if (!download.isVerified(piece)) {
                throw new IllegalStateException("piece " + piece + " is not verified yet");
            }
            int length = Math.min(end - dst.position(), layout.pieceLength(piece) - begin);
            dst.limit(dst.position() + length);
            try {
                download.read(piece, begin, dst);
            } finally {
                dst.limit(end);
            }
            at += length;
        }
    }
}
