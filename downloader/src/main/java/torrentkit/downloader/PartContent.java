package torrentkit.downloader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.downloader.disk.ContentOnDisk;
import torrentkit.downloader.disk.NameTakenException;
import torrentkit.downloader.disk.PartNames;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;

/**
 * The content of a download on disk, whose target is ours for as long as this is open: a lock file keeps a second download, also of
 * another process, from it. Reads and writes may go on while it becomes whole.
 */
final class PartContent implements Storage {
    private final Metainfo metainfo;
    private final FileSelection selection;
    private final Optional<ExpectedDigest> digest;
    private final ContentOnDisk content;
    private final TargetLock lock;
    private boolean holdsLock = true; // guarded by this
    private Fate fate = Fate.OPEN; // guarded by this

    /** Whether files may still be given their names. */
    private enum Fate {
        OPEN,
        DELIVERED,
        ABANDONED
    }

    private PartContent(
            Metainfo metainfo,
            FileSelection selection,
            Optional<ExpectedDigest> digest,
            ContentOnDisk content,
            TargetLock lock) {
        this.metainfo = metainfo;
        this.selection = selection;
        this.digest = digest;
        this.content = content;
        this.lock = lock;
    }

    /**
     * Makes the target ours. Creates its parent directories, and no data.
     *
     * @throws DownloadException if something is under a final name, another download has the target, or the disk refuses
     */
    static PartContent open(Metainfo metainfo, Placement placement, FileSelection selection, OpenFiles files) {
        BitSet wanted = new BitSet();
        for (int file = 0; file < metainfo.files().size(); file++) {
            wanted.set(file, selection.has(file));
        }
        if (placement.digest().isPresent() && stored(metainfo, wanted).cardinality() != 1) {
            throw new DownloadException(
                    Reason.WRONG_DIGEST,
                    "a digest is that of one file, but "
                            + stored(metainfo, wanted).cardinality()
                            + " are wanted: select one, or leave the digest out");
        }
        Path target = placement.target();
        PartNames names = PartNames.of(target, metainfo.infoHash());
        try {
            ContentOnDisk.refuseTaken(metainfo, names, placement.overwrite());
            Files.createDirectories(target.getParent());
        } catch (IOException e) {
            throw DownloadException.of(
                    StorageException.of("cannot create directory " + target.getParent(), target.getParent(), e));
        } catch (StorageException e) {
            throw failure(e);
        }
        TargetLock lock = TargetLock.acquire(target, names.lock());
        ContentOnDisk content = null;
        try {
            ContentOnDisk.Terms terms =
                    new ContentOnDisk.Terms(placement.overwrite(), placement.verify(), placement.reuse());
            content = ContentOnDisk.open(metainfo, names, wanted, terms, files);
            return new PartContent(metainfo, selection, placement.digest(), content, lock);
        } catch (StorageException e) {
            throw failure(e);
        } finally {
            if (content == null) {
                lock.release();
            }
        }
    }

    private static BitSet stored(Metainfo metainfo, BitSet wanted) {
        BitSet stored = (BitSet) wanted.clone();
        wanted.stream().filter(file -> !metainfo.files().get(file).isStored()).forEach(stored::clear);
        return stored;
    }

    /** What a failure of the disk means for the download. */
    static DownloadException failure(StorageException cause) {
        return cause instanceof NameTakenException
                ? new DownloadException(Reason.TARGET_EXISTS, cause.getMessage())
                : DownloadException.of(cause);
    }

    /**
     * Finds out which pieces are there, and takes what it can from older copies. Called once, before anything is written.
     *
     * @param executor where files are read and hashed
     * @return all verified pieces; fails with {@link StorageException}. Cancelling it stops the reading soon
     */
    CompletableFuture<Bitfield> check(Executor executor) {
        try {
            return content.check(selection.pieces(metainfo), executor);
        } catch (StorageException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Where the data is until it is whole. */
    Path part() {
        return content.part();
    }

    @Override
    public void read(int index, int begin, ByteBuffer dst) {
        content.read(index, begin, dst);
    }

    @Override
    public void write(int index, int begin, ByteBuffer src) {
        content.write(index, begin, src);
    }

    /**
     * Every needed piece is verified: forces all to the disk, compares the digest if one is expected, and gives the files their final
     * names. From now on reads come from there, and watch for changes.
     *
     * @throws DownloadException if the disk refuses, something has appeared under a final name, the digest is another, or it was
     *     abandoned
     */
    void finish() {
        try {
            content.prepare();
            digest.ifPresent(this::compare);
            if (decide(Fate.DELIVERED) == Fate.ABANDONED) {
                throw new DownloadException(Reason.CLOSED, "the download was closed before it was complete");
            }
            content.deliver();
        } catch (StorageException e) {
            throw failure(e);
        }
        release();
    }

    /**
     * Gives up: what is not on its way to its final names by now never gets them.
     *
     * @return false if it is on its way, or there: then {@link #finish} will say how that ended
     */
    boolean abandon() {
        return decide(Fate.ABANDONED) == Fate.ABANDONED;
    }

    private synchronized Fate decide(Fate wish) {
        fate = fate == Fate.OPEN ? wish : fate;
        return fate;
    }

    private void compare(ExpectedDigest expected) {
        MessageDigest running = expected.start();
        for (int file = 0; file < metainfo.files().size(); file++) {
            if (selection.has(file) && metainfo.files().get(file).isStored()) {
                content.readFile(file, running::update);
            }
        }
        byte[] found = running.digest();
        if (!expected.matches(found)) {
            throw new DownloadException(
                    Reason.WRONG_DIGEST,
                    "expected the digest " + expected + ", found "
                            + HexFormat.of().formatHex(found)
                            + ": the content is that of the torrent, so one of the two is the wrong one. It stays in "
                            + content.part() + " and has not been given its name");
        }
    }

    private synchronized void release() {
        if (holdsLock) {
            holdsLock = false;
            lock.release();
        }
    }

    /** Saves what is verified and releases handles and lock; data stays. */
    @Override
    public void close() {
        content.close();
        release();
    }
}
