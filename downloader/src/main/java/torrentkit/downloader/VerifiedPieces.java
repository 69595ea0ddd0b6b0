package torrentkit.downloader;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

/** The pieces that are verified and written, as uploads see them: asked once a request, so without a lock. Thread-safe. */
final class VerifiedPieces {
    private final TorrentLayout layout;
    private final Bitfield wanted;
    private final AtomicLongArray words;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger wantedCount = new AtomicInteger();
    private final AtomicLong wantedBytes = new AtomicLong();

    /** @param wanted the pieces that are counted apart; copied */
    VerifiedPieces(TorrentLayout layout, Bitfield wanted) {
        this.layout = layout;
        this.wanted = wanted.copy();
        this.words = new AtomicLongArray((layout.pieceCount() + 63) / 64);
    }

    void add(Bitfield pieces) {
        for (int i = pieces.nextSet(0); i >= 0; i = pieces.nextSet(i + 1)) {
            add(i);
        }
    }

    void add(int index) {
        long bit = 1L << (index & 63);
        if ((words.getAndAccumulate(index >>> 6, bit, (word, more) -> word | more) & bit) == 0) {
            count.incrementAndGet();
            bytes.addAndGet(layout.pieceLength(index));
            if (wanted.has(index)) {
                wantedCount.incrementAndGet();
                wantedBytes.addAndGet(layout.pieceLength(index));
            }
        }
    }

    boolean has(int index) {
        return (words.get(index >>> 6) >>> (index & 63) & 1) != 0;
    }

    int count() {
        return count.get();
    }

    boolean isFull() {
        return count() == layout.pieceCount();
    }

    /** Bytes of these pieces. */
    long bytes() {
        return bytes.get();
    }

    /** How many of these pieces are wanted. */
    int wantedCount() {
        return wantedCount.get();
    }

    /** Bytes of those of these pieces that are wanted. */
    long wantedBytes() {
        return wantedBytes.get();
    }

    Bitfield snapshot() {
        Bitfield all = new Bitfield(layout.pieceCount());
        for (int i = 0; i < layout.pieceCount(); i++) {
            if (has(i)) {
                all.set(i);
            }
        }
        return all;
    }
}
