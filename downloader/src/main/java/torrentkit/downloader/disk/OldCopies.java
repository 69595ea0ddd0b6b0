package torrentkit.downloader.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.StorageException;

/**
 * Takes pieces from older copies of the content instead of from peers. Each old file is read once and cut as the new one is, so that a
 * piece is found where it was, and also where it moved by whole pieces; what is left and lies in several files, or at the end, is looked
 * for at the same offsets. A piece that fits is read a second time and hashed again while it is copied, so memory is one small buffer a
 * thread, and a file that changes meanwhile does no harm. Old copies are only read.
 */
final class OldCopies {
    /** Copies of one file that are tried for a piece of several files. */
    private static final int RANKS = 4;

    /** An old file that is cut into pieces from an offset on; the first of them has this number among those of all cuts. */
    private record Cut(Path file, long from, int first) {}

    private record Place(Path file, long from) {}

    private final PartFiles files;
    private final SavedProgress progress;
    private final Metainfo metainfo;
    private final TorrentLayout layout;
    private final OldFiles old;
    private final Set<Path> unreadable = ConcurrentHashMap.newKeySet();
    private final Bitfield missing; // guarded by this; a piece that is being copied is not in it
    private final List<Cut> cuts = new ArrayList<>();
    private int cutPieces;
    private int taken; // guarded by this

    private OldCopies(PartFiles files, SavedProgress progress, OldFiles old, Bitfield missing) {
        this.files = files;
        this.progress = progress;
        this.metainfo = files.metainfo();
        this.layout = metainfo.layout();
        this.old = old;
        this.missing = missing.copy();
        cut();
    }

    /**
     * Copies what fits.
     *
     * @param missing pieces that are looked for
     * @param sources files and directories
     * @return how many were found; fails with {@link StorageException} if they cannot be written
     */
    static CompletableFuture<Integer> take(
            PartFiles files, SavedProgress progress, Bitfield missing, Collection<Path> sources, Executor executor) {
        if (sources.isEmpty() || missing.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        OldFiles old = new OldFiles(files.metainfo(), sources);
        if (old.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        OldCopies copies = new OldCopies(files, progress, old, missing);
        DigestIndex index = new DigestIndex(files.metainfo().pieceHashes(), missing);
        CompletableFuture<Void> cut =
                SlicedJob.start(executor, copies.cutPieces, files::isClosed, () -> copies.new Cutter(index));
        CompletableFuture<Integer> result = cut.thenCompose(done -> {
                    int[] left = copies.left();
                    return SlicedJob.start(executor, left.length, files::isClosed, () -> copies.new Joiner(left));
                })
                .thenApply(done -> copies.taken());
        result.whenComplete((count, failure) -> cut.cancel(false)); // passes a cancellation on
        return result;
    }

    /** Every old file of every file that has whole pieces of its own, cut where the new one's pieces begin. */
    private void cut() {
        Set<Place> known = new HashSet<>();
        for (int file = 0; file < layout.fileCount(); file++) {
            FileEntry entry = metainfo.files().get(file);
            int length = layout.pieceLength();
            long from = (length - layout.fileOffset(file) % length) % length;
            if (!entry.isStored() || entry.length() < from + length || !misses(file)) {
                continue;
            }
            for (OldFiles.Old copy : old.of(entry)) {
                long pieces = (copy.size() - from) / length;
                if (pieces > 0 && pieces < Integer.MAX_VALUE - cutPieces && known.add(new Place(copy.path(), from))) {
                    cuts.add(new Cut(copy.path(), from, cutPieces));
                    cutPieces += (int) pieces;
                }
            }
        }
    }

    private boolean misses(int file) {
        int first = (int) (layout.fileOffset(file) / layout.pieceLength());
        int next = missing.nextSet(first);
        return next >= 0 && layout.pieceOffset(next) < layout.fileOffset(file) + layout.fileLength(file);
    }

    private synchronized int taken() {
        return taken;
    }

    private synchronized int[] left() {
        int[] left = new int[missing.count()];
        for (int i = missing.nextSet(0), at = 0; i >= 0; i = missing.nextSet(i + 1)) {
            left[at++] = i;
        }
        return left;
    }

    private synchronized boolean claim(int index) {
        return missing.clear(index);
    }

    private synchronized void settle(int index, boolean copied) {
        if (copied) {
            taken++;
        } else {
            missing.set(index);
        }
    }

    /** Copies a piece whose digest was right a moment ago. */
    private void copy(List<OldReader.Range> ranges, int index, OldReader reader) {
        if (!claim(index)) {
            return;
        }
        boolean copied = false;
        try {
            progress.begin(index);
            Optional<byte[]> digest = reader.digest(ranges, (begin, bytes) -> files.write(index, begin, bytes));
            copied = digest.isPresent() && metainfo.pieceHashes().matches(index, digest.get());
            if (copied) {
                progress.end(index);
            }
        } finally {
            settle(index, copied);
        }
    }

    /** Looks for whole pieces anywhere in the old files. */
    private final class Cutter implements SlicedJob.Step {
        private final DigestIndex index;
        private final OldReader reader = new OldReader(unreadable);

        Cutter(DigestIndex index) {
            this.index = index;
        }

        @Override
        public void run(int item) {
            Cut cut = cutOf(item);
            long offset = cut.from + (long) (item - cut.first) * layout.pieceLength();
            List<OldReader.Range> range =
                    List.of(new OldReader.Range(Optional.of(cut.file), offset, layout.pieceLength()));
            reader.digest(range, (begin, bytes) -> {})
                    .ifPresent(digest -> index.find(digest, piece -> copy(range, piece, reader)));
        }

        private Cut cutOf(int item) {
            int low = 0;
            for (int high = cuts.size() - 1; low < high; ) {
                int middle = (low + high + 1) >>> 1;
                if (cuts.get(middle).first <= item) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return cuts.get(low);
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    /** Puts pieces together from several old files, at the offsets that they have in the new ones. */
    private final class Joiner implements SlicedJob.Step {
        private final int[] pieces;
        private final OldReader reader = new OldReader(unreadable);

        Joiner(int[] pieces) {
            this.pieces = pieces;
        }

        @Override
        public void run(int item) {
            List<OldReader.Range> before = List.of();
            for (int rank = 0; rank < RANKS; rank++) {
                List<OldReader.Range> ranges = ranges(pieces[item], rank);
                if (ranges.isEmpty() || ranges.equals(before)) {
                    continue;
                }
                before = ranges;
                Optional<byte[]> digest = reader.digest(ranges, (begin, bytes) -> {});
                if (digest.isPresent() && metainfo.pieceHashes().matches(pieces[item], digest.get())) {
                    copy(ranges, pieces[item], reader);
                    return;
                }
            }
        }

        /** Empty when some file has no old copy that is long enough. */
        private List<OldReader.Range> ranges(int piece, int rank) {
            List<OldReader.Range> ranges = new ArrayList<>();
            boolean[] whole = {true};
            Slices.of(layout, layout.pieceOffset(piece), layout.pieceLength(piece), (file, position, length) -> {
                FileEntry entry = metainfo.files().get(file);
                if (!entry.isStored()) {
                    ranges.add(new OldReader.Range(Optional.empty(), 0, length));
                    return;
                }
                long offset = position - layout.fileOffset(file);
                List<OldFiles.Old> copies = old.of(entry).stream()
                        .filter(copy -> copy.size() >= offset + length)
                        .toList();
                if (copies.isEmpty()) {
                    whole[0] = false;
                } else {
                    Path path = copies.get(Math.min(rank, copies.size() - 1)).path();
                    ranges.add(new OldReader.Range(Optional.of(path), offset, length));
                }
            });
            return whole[0] ? ranges : List.of();
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
