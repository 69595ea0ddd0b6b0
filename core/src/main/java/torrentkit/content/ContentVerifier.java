package torrentkit.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.RateLimit;
import torrentkit.piece.Bitfield;
import torrentkit.piece.PieceHashes;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.FileStamp;
import torrentkit.storage.FileTree;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;

/**
 * Finds out which pieces of a torrent are on disk, whole or in an unfinished download. Hashes on all cores with sequential reads in
 * bounded memory. Safe to use from several threads.
 */
public final class ContentVerifier {
    private final StorageExecutor storage;

    /** @param storage where files are read and hashed; borrowed */
    public ContentVerifier(StorageExecutor storage) {
        this.storage = storage;
    }

    /**
     * Hashes what is there. Files that are missing or too short only make pieces bad. Cancelling the result stops the reading soon.
     *
     * @param root the file, or the top directory, whatever its name; a link here is followed
     * @param hashedBytes told the running total now and then, from several threads, so that a smaller number may come late; what is
     *     missing counts as done
     * @return fails with {@link StorageException} if a file is there and cannot be read; with {@link ContentChangedException} if one
     *     changes meanwhile
     */
    public CompletableFuture<Verification> verify(Metainfo metainfo, Path root, LongConsumer hashedBytes) {
        CompletableFuture<Verification> result = new CompletableFuture<>();
        HashingJob.begin(storage, result, () -> start(metainfo, root, hashedBytes, result));
        return result;
    }

    private void start(Metainfo metainfo, Path root, LongConsumer hashedBytes, CompletableFuture<Verification> result) {
        Path real = real(root);
        FileTree tree = FileTree.of(metainfo, real);
        List<Optional<FileStamp>> before = stamps(tree);
        new HashingJob(metainfo.layout(), tree, storage, RateLimit.unlimited(), hashedBytes, result)
                .start()
                .thenApply(digests -> {
                    if (!stamps(tree).equals(before)) {
                        throw new ContentChangedException("a file of " + real + " changed while it was verified", real);
                    }
                    Bitfield good = good(metainfo.pieceHashes(), digests);
                    return new Verification(good, whole(metainfo, tree, good, before));
                })
                .whenComplete(HashingJob.passTo(result));
    }

    private static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root.toAbsolutePath(); // nothing there yet, or nothing that can be reached: opening files will tell
        }
    }

    private static Bitfield good(PieceHashes hashes, HashingJob.Digests digests) {
        Bitfield good = new Bitfield(hashes.count());
        for (int piece = 0; piece < hashes.count(); piece++) {
            if (digests.found()[piece] && hashes.matches(piece, digests.of(piece))) {
                good.set(piece);
            }
        }
        return good;
    }

    /** One a file; nothing for a file that is missing. */
    private static List<Optional<FileStamp>> stamps(FileTree tree) {
        List<Optional<FileStamp>> stamps = new ArrayList<>(tree.fileCount());
        for (int file = 0; file < tree.fileCount(); file++) {
            try {
                stamps.add(Optional.of(tree.stamp(file)));
            } catch (StorageException e) {
                stamps.add(Optional.empty());
            }
        }
        return stamps;
    }

    private static Optional<Content> whole(
            Metainfo metainfo, FileTree tree, Bitfield good, List<Optional<FileStamp>> stamps) {
        if (!good.isFull()) {
            return Optional.empty();
        }
        List<FileStamp> present = new ArrayList<>(stamps.size());
        for (int file = 0; file < stamps.size(); file++) {
            long length = tree.isStored(file) ? tree.length(file) : 0;
            if (stamps.get(file).isEmpty() || stamps.get(file).get().size() != length) {
                return Optional.empty();
            }
            present.add(stamps.get(file).get());
        }
        return Optional.of(new Content(metainfo, tree.root(), present));
    }
}
