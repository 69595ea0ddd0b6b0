package torrentkit.downloader.disk;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import torrentkit.piece.Bitfield;
import torrentkit.storage.FileStamp;
import torrentkit.storage.StorageException;

/**
 * Remembers on disk which pieces are verified, so that a later run need not hash them. Pieces are only vouched for once their bytes
 * were forced to the disk, which is done now and then and at the end; those written since are noted before they are written, and the
 * next run hashes them. Failing to remember fails nothing. Thread-safe; its lock is held over small writes to its own file only.
 */
final class SavedProgress implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SavedProgress.class.getName());
    /** Forcing takes a fraction of the time at most: what it took is waited for so many times over. */
    private static final int PAUSE_FACTOR = 50;
    /** More than this is not forced when the process wants to end: the next run hashes it faster. */
    private static final long MOST_TO_FORCE_AT_END = 64 << 20;

    private final PartFiles files;
    private final Duration interval;
    private final Bitfield verified; // guarded by this, as all below
    private final List<Optional<FileStamp>> stamps;
    private Bitfield durable;
    private Bitfield since; // pieces that are not durable and may be on the disk
    private final Bitfield underWay;
    private BitSet touched = new BitSet(); // numbers of files with verified bytes that were not forced
    private StateFile file;
    private long unforcedBytes;
    private long nextSave;
    private boolean saving;
    private boolean failed;
    private boolean closed;

    /**
     * @param verified all pieces that are
     * @param durable those of them that were forced, and are where they were then
     * @param stamps of all files, as they are now
     * @param interval between two times that data is forced, at least
     */
    SavedProgress(
            PartFiles files,
            Path path,
            Bitfield verified,
            Bitfield durable,
            List<Optional<FileStamp>> stamps,
            Duration interval) {
        this.files = files;
        this.file = new StateFile(path);
        this.verified = verified.copy();
        this.durable = durable.copy();
        this.stamps = stamps;
        this.interval = interval;
        this.nextSave = System.nanoTime() + interval.toNanos();
        this.underWay = new Bitfield(verified.size());
        this.since = new Bitfield(verified.size());
        for (int i = verified.nextSet(0); i >= 0; i = verified.nextSet(i + 1)) {
            if (!durable.has(i)) {
                since.set(i);
                touched.or(files.places().stampsOf(i));
            }
        }
    }

    /** A verified piece is going to be written. */
    synchronized void begin(int index) {
        since.set(index);
        underWay.set(index);
        try {
            if (file.isOpen()) {
                file.add(index);
            } else if (!closed && !failed && !saving) {
                file.replace(new ResumeState(durable, stamps), files.metainfo(), since, underWay);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    /**
     * A verified piece is written.
     *
     * @throws StorageException if it was time to force the data, and the disk failed
     */
    void end(int index) {
        synchronized (this) {
            verified.set(index);
            underWay.clear(index);
            touched.or(files.places().stampsOf(index));
            unforcedBytes += files.metainfo().layout().pieceLength(index);
            try {
                file.add(index | ResumeState.WRITTEN);
            } catch (IOException e) {
                failed(e);
            }
            if (System.nanoTime() - nextSave < 0) {
                return;
            }
        }
        save();
    }

    synchronized Bitfield verified() {
        return verified.copy();
    }

    /** Forces the data, then says that it is there. Others may write meanwhile. */
    void save() {
        Bitfield snapshot;
        Bitfield before;
        BitSet changed;
        long bytes;
        synchronized (this) {
            if (saving) {
                return;
            }
            saving = true;
            snapshot = verified.copy();
            changed = touched;
            before = since;
            bytes = unforcedBytes;
            since = underWay.copy();
            touched = new BitSet();
        }
        long start = System.nanoTime();
        boolean forced = false;
        try {
            files.force(changed);
            forced = true;
        } finally {
            long now = System.nanoTime();
            finishSaving(forced ? Optional.of(snapshot) : Optional.empty(), before, changed, bytes);
            long pause = Math.max(interval.toNanos(), PAUSE_FACTOR * (now - start));
            synchronized (this) {
                nextSave = now + pause;
            }
        }
    }

    private synchronized void finishSaving(Optional<Bitfield> forced, Bitfield before, BitSet changed, long bytes) {
        saving = false;
        if (forced.isEmpty()) {
            for (int i = before.nextSet(0); i >= 0; i = before.nextSet(i + 1)) {
                since.set(i);
            }
            touched.or(changed);
            return;
        }
        durable = forced.get();
        unforcedBytes -= bytes;
        changed.stream().forEach(number -> stamps.set(number, files.stamp(number)));
        write();
    }

    private void write() {
        if (closed) {
            return;
        }
        try {
            file.replace(new ResumeState(durable, stamps), files.metainfo(), since, underWay);
            failed = false;
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        file.close();
        if (!failed) {
            failed = true;
            LOG.log(Level.INFO, "what is verified cannot be saved, so that a later run will hash it again: " + e);
        }
    }

    /** From now on another file remembers. Everything that is verified is forced and in it. */
    void moveTo(Path path) {
        Optional<StateFile> old;
        synchronized (this) {
            old = file.path().equals(path) ? Optional.empty() : Optional.of(file);
            if (old.isPresent()) {
                file = new StateFile(path);
            }
        }
        save();
        old.ifPresent(SavedProgress::delete);
    }

    /** Files have got other places: says so. */
    synchronized void moved() {
        for (int number = 0; number < stamps.size(); number++) {
            stamps.set(number, files.stamp(number));
        }
        write();
    }

    /** Nothing has to be remembered any more. */
    synchronized void forget() {
        delete(file);
        durable = verified.copy();
    }

    private static void delete(StateFile file) {
        try {
            file.delete();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cannot remove what was saved of a download", e);
        }
    }

    /** Saves what is cheap to save; what is not is noted for the next run to hash. */
    @Override
    public void close() {
        boolean cheap;
        synchronized (this) {
            cheap = !durable.equals(verified) && unforcedBytes <= MOST_TO_FORCE_AT_END;
        }
        try {
            if (cheap) {
                save();
            }
        } catch (StorageException e) {
            LOG.log(Level.DEBUG, "cannot force what is verified", e);
        }
        synchronized (this) {
            closed = true; // a piece that comes too late must not open the file again
            file.close();
        }
    }
}
