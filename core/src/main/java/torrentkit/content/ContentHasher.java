package torrentkit.content;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;
import torrentkit.metainfo.MetainfoException.Reason;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.peer.RateLimit;
import torrentkit.piece.PieceHashes;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.FileTree;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;

/**
 * Makes the torrent of a file or directory (BEP 3): the same content gives the same info dictionary on every machine. Hashes on all
 * cores with sequential reads in bounded memory. Safe to use from several threads; several contents may be hashed at once.
 */
public final class ContentHasher {
    private static final int SHORTEST_PIECE = 64 << 10;
    private static final int LONGEST_PIECE = 16 << 20;
    private static final int PIECES = 2000;

    /** Below this length a piece costs more than it brings: each is announced to every peer of a swarm. */
    private static final int WORTHWHILE_PIECE = 256 << 10;

    private static final int SHORT_PIECES = 500;
    /** More digests than these would leave too little of the largest torrent for anything else. */
    private static final int MOST_PIECES = 1 << 18;

    /** File systems stamp changes with a clock that ticks so often or oftener. */
    private static final Duration CLOCK_TICK = Duration.ofMillis(20);

    private final StorageExecutor storage;
    private final RateLimit reading;

    /** @param storage where files are read and hashed; borrowed */
    public ContentHasher(StorageExecutor storage) {
        this(storage, RateLimit.unlimited());
    }

    /**
     * @param storage where files are read and hashed; as many threads as may be busy with it, which may have to wait for the rate;
     *     borrowed
     * @param reading the bytes per second that all hashing together may read
     */
    public ContentHasher(StorageExecutor storage, RateLimit reading) {
        this.storage = storage;
        this.reading = reading;
    }

    /**
     * The piece length for content of so many bytes: the least power of two from 64 KiB to 16 MiB that makes at most 2,000 pieces, or
     * 500 if they are shorter than 256 KiB. So there are 1,001 to 2,000 of them between 500 MiB and 31 GiB. Only content of over 4 TiB
     * gets longer pieces, without which its torrent could not be read.
     */
    public static int pieceLength(long totalBytes) {
        long length = SHORTEST_PIECE;
        while (length < LONGEST_PIECE && totalBytes > length * (length < WORTHWHILE_PIECE ? SHORT_PIECES : PIECES)
                || length < Metainfo.MAX_PIECE_LENGTH && totalBytes > length * MOST_PIECES) {
            length *= 2;
        }
        return (int) length;
    }

    /**
     * Hashes a file, or a directory with all below it: empty files included; links that lead outside, FIFOs, sockets and devices
     * left out. Cancelling the result stops the reading soon.
     *
     * @param content the file or directory; a link here is followed
     * @param options how to make the torrent
     * @param hashedBytes told the running total now and then, from several threads, so that a smaller number may come late
     * @return fails with {@link StorageException} if something cannot be read; with {@link ContentChangedException} if a file changes
     *     meanwhile; with {@link MetainfoException} if there is no torrent for it, such as when nothing in it has a byte
     */
    public CompletableFuture<Content> hash(Path content, MetainfoOptions options, LongConsumer hashedBytes) {
        return hash(content, options, ContentFilter.ALL, hashedBytes);
    }

    /**
     * The same with only a part of a directory, which {@link #isCurrent} therefore never finds unchanged.
     *
     * @param filter asked on a storage thread
     */
    public CompletableFuture<Content> hash(
            Path content, MetainfoOptions options, ContentFilter filter, LongConsumer hashedBytes) {
        CompletableFuture<Content> result = new CompletableFuture<>();
        HashingJob.begin(storage, result, () -> start(content, options, filter, hashedBytes, result));
        return result;
    }

    /**
     * What {@link #hash} would make a torrent of. Examines every file and reads none; blocks.
     *
     * @throws StorageException if something cannot be examined
     * @throws MetainfoException if there is no torrent for it
     */
    public static ContentPlan plan(Path content, MetainfoOptions options, ContentFilter filter) {
        return plan(content, options, ContentListing.of(content, filter));
    }

    private static ContentPlan plan(Path content, MetainfoOptions options, ContentListing listing) {
        long[] lengths = listing.files().stream().mapToLong(FileEntry::length).toArray();
        long total = total(lengths, content);
        TorrentLayout layout =
                TorrentLayout.of(options.pieceLength() == 0 ? pieceLength(total) : options.pieceLength(), lengths);
        return new ContentPlan(listing.root(), name(content, options), listing.directory(), listing.files(), layout);
    }

    /**
     * Whether content that this class hashed lies there unchanged, so that hashing it again would give the same: the same files,
     * no more and no fewer, with the stamps they had. Examines every file and reads none.
     */
    public static boolean isCurrent(Content content) {
        try {
            ContentListing now = ContentListing.quietly(content.root());
            return now.root().equals(content.root())
                    && now.directory() == content.metainfo().isDirectory()
                    && now.stamps().equals(content.stamps())
                    && (!now.directory()
                            || now.files().equals(content.metainfo().files()));
        } catch (StorageException | MetainfoException e) {
            return false;
        }
    }

    private void start(
            Path content,
            MetainfoOptions options,
            ContentFilter filter,
            LongConsumer hashedBytes,
            CompletableFuture<Content> result) {
        ContentListing listing = ContentListing.of(content, filter);
        awaitClockTick(listing);
        ContentPlan plan = plan(content, options, listing);
        FileTree tree = new FileTree(listing.root(), listing.directory(), listing.files());
        new HashingJob(plan.layout(), tree, storage, reading, hashedBytes, result)
                .start()
                .thenApply(digests -> {
                    compare(tree, listing, digests);
                    return new Content(
                            Metainfo.create(
                                    plan.name(),
                                    listing.directory(),
                                    listing.files(),
                                    plan.layout().pieceLength(),
                                    new PieceHashes(digests.bytes()),
                                    options),
                            listing.root(),
                            listing.stamps());
                })
                .whenComplete(HashingJob.passTo(result));
    }

    private static String name(Path content, MetainfoOptions options) {
        Path last = content.toAbsolutePath().normalize().getFileName();
        return options.name()
                .or(() -> Optional.ofNullable(last).map(Path::toString))
                .orElseThrow(() -> new MetainfoException(
                        Reason.INVALID, content + " has no name of its own. Give the torrent a name."));
    }

    private static long total(long[] lengths, Path content) {
        long total = 0;
        for (long length : lengths) {
            total += length;
            if (total < 0) {
                throw new MetainfoException(
                        Reason.UNSUPPORTED, "The files below " + content + " have over 2^63 bytes.");
            }
        }
        return total;
    }

    /**
     * A file that was changed within the file system's clock tick could be changed again after it was read and keep its times. So
     * content that is so fresh is left alone until the tick is over.
     */
    private static void awaitClockTick(ContentListing listing) {
        Instant newest = listing.stamps().stream()
                .map(stamp -> stamp.changed().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        long start = System.nanoTime();
        Duration age = Duration.between(newest, Instant.now());
        if (age.abs().compareTo(CLOCK_TICK) < 0) {
            long wait = CLOCK_TICK.minus(age).toNanos();
            for (long left = wait; left > 0; left = wait - (System.nanoTime() - start)) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private static void compare(FileTree tree, ContentListing listing, HashingJob.Digests digests) {
        HashingJob.refuseChanges(tree, listing.stamps());
        for (boolean found : digests.found()) {
            if (!found) {
                throw new ContentChangedException(
                        "a file of " + tree.root() + " ended before the size that its directory entry says: it, or a "
                                + "directory above it, was exchanged while it was hashed",
                        tree.root());
            }
        }
    }
}
