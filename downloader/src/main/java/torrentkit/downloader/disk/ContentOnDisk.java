package torrentkit.downloader.disk;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.FileStamp;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;

/**
 * A download's content: looks at what is on disk, takes verified pieces, and gives files their names. First {@link #check}, then reads
 * and writes by several threads, then {@link #prepare} and {@link #deliver}. The caller keeps other downloads from the same target.
 */
public final class ContentOnDisk implements Storage {
    private static final Logger LOG = System.getLogger(ContentOnDisk.class.getName());
    /** What a loss of power may cost: what was written since is not vouched for. */
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(30);

    /**
     * How to treat what is on disk.
     *
     * @param overwrite whether something else under the final names is replaced
     * @param verify whether everything is hashed, whatever was saved
     * @param reuse older copies to take pieces from
     */
    public record Terms(boolean overwrite, boolean verify, List<Path> reuse) {
        public Terms {
            reuse = List.copyOf(reuse);
        }
    }

    private final Metainfo metainfo;
    private final PartNames names;
    private final Terms terms;
    private final Path statePath;
    private final Optional<StateFile.Found> found;
    private final PartFiles files;
    private volatile SavedProgress progress; // null until checked

    private ContentOnDisk(Metainfo metainfo, PartNames names, BitSet wanted, Terms terms, OpenFiles open) {
        this.metainfo = metainfo;
        this.names = names;
        this.terms = terms;
        this.statePath = isFile(names.selected()) ? names.selected() : names.state();
        this.found = terms.verify ? Optional.empty() : StateFile.read(statePath, metainfo);
        if (found.isEmpty() && !terms.verify && isFile(statePath)) {
            LOG.log(Level.WARNING, "{0} is damaged: what is there of the download is hashed again", statePath);
        }
        // Without a saved state no file under its final name is known to be ours, so that all may be replaced.
        List<Optional<FileStamp>> saved = found.map(state -> state.head().stamps())
                .orElse(Collections.nCopies(metainfo.files().size(), Optional.empty()));
        this.files =
                PartFiles.open(metainfo, names, wanted, terms.overwrite ? Optional.of(saved) : Optional.empty(), open);
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Looks what has the names that are needed. Makes nothing.
     *
     * @param wanted numbers of the files that are to get their final names
     * @throws NameTakenException if something else has a final name
     * @throws StorageException if something cannot be examined
     */
    public static ContentOnDisk open(Metainfo metainfo, PartNames names, BitSet wanted, Terms terms, OpenFiles files) {
        refuseTaken(metainfo, names, terms.overwrite);
        return new ContentOnDisk(metainfo, names, wanted, terms, files);
    }

    /** Refuses a target that something else has, unless it may and can be replaced. */
    public static void refuseTaken(Metainfo metainfo, PartNames names, boolean overwrite) {
        Path target = names.target();
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS) || FilePlaces.goesOn(metainfo, names)) {
            return;
        }
        boolean directory = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
        if (!overwrite) {
            throw new NameTakenException(
                    target + " exists already: move it away or choose another name for the download", target);
        } else if (directory && !metainfo.isDirectory()) {
            throw new NameTakenException(
                    target + " is a directory and is not replaced by a file: move it away or choose another name",
                    target);
        } else if (!directory && !isFile(target) && !Files.isSymbolicLink(target)) {
            throw new NameTakenException(
                    target + " is a device or pipe and is not replaced: choose another name for the download", target);
        }
    }

    /**
     * Finds out which pieces are there, and takes what it can from older copies. Called once, before anything is written.
     *
     * @param needed pieces that hold something of a wanted file
     * @param executor where files are read and hashed
     * @return all verified pieces; fails with {@link StorageException}. Cancelling it stops the reading soon
     */
    public CompletableFuture<Bitfield> check(Bitfield needed, Executor executor) {
        List<Optional<FileStamp>> stamps = files.stamps();
        Trust trust = new Trust(files, found, stamps);
        if (found.isPresent() && trust.isShaken()) {
            LOG.log(
                    Level.WARNING,
                    "files of {0} have changed since an earlier run: they are hashed again",
                    names.target());
        }
        BitSet moved = files.adopt();
        CompletableFuture<Bitfield> hashed = PieceCheck.of(files, trust.toHash(), executor);
        CompletableFuture<Bitfield> result = hashed.thenCompose(good -> {
            Bitfield verified = trust.verified().copy();
            Bitfield durable = trust.verified().copy();
            moved.stream().forEach(durable::clear);
            addAll(verified, good);
            Bitfield missing = without(needed, verified);
            refuseWrong(missing);
            progress = new SavedProgress(
                    files, statePath, verified, durable, moved.isEmpty() ? stamps : files.stamps(), BETWEEN_SAVES);
            return OldCopies.take(files, progress, missing, sources(), executor)
                    .thenApply(count -> progress.verified());
        });
        result.whenComplete((verified, failure) -> hashed.cancel(false)); // passes a cancellation on
        return result;
    }

    /** A missing piece that is all in files under their final names cannot be written: those are no longer what they were. */
    private void refuseWrong(Bitfield missing) {
        for (int index = missing.nextSet(0); index >= 0; index = missing.nextSet(index + 1)) {
            boolean[] replaceable = {false};
            int[] named = {-1};
            Slices.ofPiece(metainfo.layout(), index, (file, position, length) -> {
                FilePlaces.Place place = files.place(file);
                replaceable[0] |= place == FilePlaces.Place.PART || place == FilePlaces.Place.REST;
                named[0] = place == FilePlaces.Place.TARGET ? file : named[0];
            });
            if (!replaceable[0] && named[0] >= 0) {
                throw files.wrong(named[0]);
            }
        }
    }

    /** What is to be replaced is an older copy as well. */
    private List<Path> sources() {
        List<Path> sources = new ArrayList<>(terms.reuse);
        if (terms.overwrite && Files.exists(names.target())) {
            sources.add(names.target());
        }
        return sources;
    }

    private static void addAll(Bitfield pieces, Bitfield more) {
        for (int i = more.nextSet(0); i >= 0; i = more.nextSet(i + 1)) {
            pieces.set(i);
        }
    }

    private static Bitfield without(Bitfield pieces, Bitfield others) {
        Bitfield rest = pieces.copy();
        for (int i = others.nextSet(0); i >= 0; i = others.nextSet(i + 1)) {
            rest.clear(i);
        }
        return rest;
    }

    @Override
    public void read(int index, int begin, ByteBuffer dst) {
        files.read(index, begin, dst);
    }

    /** Takes bytes of a verified piece. A piece's come in their order and from one thread; with its last byte it counts as written. */
    @Override
    public void write(int index, int begin, ByteBuffer src) {
        int end = begin + src.remaining();
        if (begin == 0) {
            progress.begin(index);
        }
        files.write(index, begin, src);
        if (end == metainfo.layout().pieceLength(index)) {
            progress.end(index);
        }
    }

    /**
     * Every needed piece is written: makes the wanted files whole and forces them to the disk.
     *
     * @throws StorageException if the disk refuses
     */
    public void prepare() {
        files.finish();
    }

    /**
     * Told the bytes of a wanted file in their order.
     *
     * @param file its number in the torrent
     */
    public void readFile(int file, Consumer<ByteBuffer> receiver) {
        TorrentLayout layout = metainfo.layout();
        ByteBuffer buffer = ByteBuffer.allocate(128 << 10);
        long end = layout.fileOffset(file) + layout.fileLength(file);
        for (long at = layout.fileOffset(file); at < end; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            files.read((int) (at / layout.pieceLength()), (int) (at % layout.pieceLength()), buffer);
            receiver.accept(buffer.flip());
        }
    }

    /**
     * Gives what was prepared its final names. From now on it is read there, and watched for changes.
     *
     * @throws NameTakenException if something else has such a name by now
     * @throws StorageException if the disk refuses
     */
    public void deliver() {
        boolean whole = files.places().isWhole();
        boolean goesOn = FilePlaces.goesOn(metainfo, names);
        if (!whole || goesOn) { // from the first name on, the target must be known as ours
            progress.moveTo(names.selected());
        }
        files.deliver(() -> new Delivery(files, terms.overwrite).run());
        if (whole) {
            progress.forget();
            removeRest();
        } else {
            progress.moved();
        }
    }

    private void removeRest() {
        for (Path path : List.of(names.rest(), names.selected(), names.state())) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0} is of no more use and cannot be removed: {1}", path, e.toString());
            }
        }
    }

    /** Where the data is until it is whole. */
    public Path part() {
        return names.part();
    }

    /** Saves what is verified and releases handles; data stays. */
    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
        files.close();
    }
}
