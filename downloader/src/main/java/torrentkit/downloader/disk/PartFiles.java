package torrentkit.downloader.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import torrentkit.downloader.disk.FilePlaces.Place;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.FileStamp;
import torrentkit.storage.FileStorage;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.Storage;

/**
 * The bytes of a torrent while it is downloaded. Each file has one place: wanted ones are in the part until they are whole, then under
 * their final name, where nothing is ever written; of unwanted ones there are only bytes in pieces that wanted ones share, in the
 * {@link RestFile}. Safe to use from several threads, also while files get their names.
 */
public final class PartFiles implements Storage {
    private final Metainfo metainfo;
    private final TorrentLayout layout;
    private final PartNames names;
    private final OpenFiles files;
    private final FileStorage part;
    private final RestFile rest;
    private final ReadWriteLock moving = new ReentrantReadWriteLock(); // its write lock changes places and target
    private final FilePlaces places;
    private final WrittenFiles written;
    private FileStorage target;
    private volatile boolean closed;

    /**
     * Looks where the files are, and makes none.
     *
     * @param wanted numbers of the files that are to get their final names
     * @param saved stamps that files under their final names must have when others may be replaced; nothing when any may be kept that
     *     has the right length
     * @throws NameTakenException if something else has the final name of a wanted file and may not be replaced
     */
    public static PartFiles open(
            Metainfo metainfo,
            PartNames names,
            BitSet wanted,
            Optional<List<Optional<FileStamp>>> saved,
            OpenFiles files) {
        return new PartFiles(metainfo, names, FilePlaces.find(metainfo, names, wanted, saved), files);
    }

    private PartFiles(Metainfo metainfo, PartNames names, FilePlaces places, OpenFiles files) {
        this.metainfo = metainfo;
        this.layout = metainfo.layout();
        this.names = names;
        this.places = places;
        this.files = files;
        this.part = FileStorage.writing(metainfo, names.part(), files);
        this.rest = new RestFile(names.rest(), layout, SharedPieces.of(metainfo));
        this.written = new WrittenFiles(places.partTree());
        places.in(Place.PART).stream().forEach(written::learn);
        this.target = reading();
    }

    private FileStorage reading() {
        List<FileStamp> stamps = new ArrayList<>(layout.fileCount());
        for (int file = 0; file < layout.fileCount(); file++) {
            stamps.add(places.of(file) == Place.TARGET ? places.targetTree().stamp(file) : FileStamp.PADDING);
        }
        return FileStorage.reading(metainfo, names.target(), stamps, files);
    }

    Metainfo metainfo() {
        return metainfo;
    }

    public PartNames names() {
        return names;
    }

    /** Where the files are; changes only when they get their names. */
    FilePlaces places() {
        return places;
    }

    @Override
    public void read(int index, int begin, ByteBuffer dst) {
        int limit = dst.limit();
        moving.readLock().lock();
        try {
            Slices.of(layout, layout.pieceOffset(index) + begin, dst.remaining(), (file, position, length) -> {
                dst.limit(dst.position() + length);
                read(file, position, dst);
            });
        } finally {
            moving.readLock().unlock();
            dst.limit(limit);
        }
    }

    private void read(int file, long position, ByteBuffer dst) {
        switch (places.of(file)) {
            case REST -> rest.read(position, dst);
            case TARGET -> target.read(piece(position), begin(position), dst);
            default -> part.read(piece(position), begin(position), dst);
        }
    }

    private int piece(long position) {
        return (int) (position / layout.pieceLength());
    }

    private int begin(long position) {
        return (int) (position % layout.pieceLength());
    }

    @Override
    public void write(int index, int begin, ByteBuffer src) {
        int limit = src.limit();
        moving.readLock().lock();
        try {
            Slices.of(layout, layout.pieceOffset(index) + begin, src.remaining(), (file, position, length) -> {
                src.limit(src.position() + length);
                write(file, position, src);
            });
        } finally {
            moving.readLock().unlock();
            src.limit(limit);
        }
    }

    private void write(int file, long position, ByteBuffer src) {
        switch (places.of(file)) {
            case REST -> rest.write(position, src);
            case TARGET -> compare(file, position, src);
            default -> {
                part.write(piece(position), begin(position), src);
                if (places.of(file) == Place.PART) {
                    written.learn(file);
                }
            }
        }
    }

    /** A verified piece has other bytes than what has the final name. */
    private void compare(int file, long position, ByteBuffer src) {
        ByteBuffer found = ByteBuffer.allocate(src.remaining());
        target.read(piece(position), begin(position), found);
        if (!found.flip().equals(src)) {
            throw wrong(file);
        }
        src.position(src.limit());
    }

    /** What to say when a file that has its final name has other bytes than it had. */
    NameTakenException wrong(int file) {
        Path path = places.targetTree().path(file);
        return new NameTakenException(
                path + " no longer holds what the torrent describes: move it away and start again", path);
    }

    /** The place of a file; may change when files get their names. */
    Place place(int file) {
        moving.readLock().lock();
        try {
            return places.of(file);
        } finally {
            moving.readLock().unlock();
        }
    }

    /** The stamp of each file where its place is, and at last that of the rest; nothing for what is not there. */
    List<Optional<FileStamp>> stamps() {
        List<Optional<FileStamp>> stamps = new ArrayList<>(layout.fileCount() + 1);
        for (int file = 0; file <= layout.fileCount(); file++) {
            stamps.add(stamp(file));
        }
        return stamps;
    }

    /** @param file or, for the rest, the number after the last file's */
    Optional<FileStamp> stamp(int file) {
        if (file == layout.fileCount()) {
            return rest.stamp();
        }
        return switch (place(file)) {
            case TARGET -> Stamps.of(places.targetTree().path(file));
            case PART -> Stamps.of(places.partTree().path(file));
            default -> Optional.empty();
        };
    }

    /** Whether files with these stamps are long enough to hold the piece. */
    boolean couldHold(int index, List<Optional<FileStamp>> stamps) {
        boolean[] could = {true};
        Slices.ofPiece(layout, index, (file, position, length) -> {
            long end = position + length;
            could[0] &= switch (places.of(file)) {
                case NOWHERE -> true;
                case REST -> rest.reaches(size(stamps.get(layout.fileCount())), end - 1);
                default -> size(stamps.get(file)) >= end - layout.fileOffset(file);
            };
        });
        return could[0];
    }

    private static long size(Optional<FileStamp> stamp) {
        return stamp.isPresent() ? stamp.get().size() : 0;
    }

    /**
     * Takes wanted files into the part, with what the rest holds of them. To be called before anything is written.
     *
     * @return the pieces whose bytes have moved
     */
    BitSet adopt() {
        return Adoption.run(this, rest);
    }

    /**
     * Forces what was written to the disk, and makes sure that it is still there.
     *
     * @param touched as {@link FilePlaces#stampsOf} has it
     */
    void force(BitSet touched) {
        part.force(file -> touched.get(file) && place(file) == Place.PART);
        for (int file = touched.nextSetBit(0);
                file >= 0 && file < layout.fileCount();
                file = touched.nextSetBit(file + 1)) {
            if (place(file) == Place.PART) {
                written.require(file);
            }
        }
        if (touched.get(layout.fileCount())) {
            rest.force();
        }
    }

    /** Cuts, completes and forces the wanted files that are in the part, and makes sure that they are still there. */
    void finish() {
        part.finish(places::isReady);
        for (int file = 0; file < layout.fileCount(); file++) {
            if (places.isReady(file) && written.require(file).size() != layout.fileLength(file)) {
                throw written.gone(file);
            }
        }
        if (stamp(layout.fileCount()).isPresent()) {
            rest.force();
        }
    }

    /** Gives files their names while nobody reads; from then on what is wanted is read there, and watched for changes. */
    void deliver(Runnable renames) {
        moving.writeLock().lock();
        try {
            renames.run();
            places.deliver();
            target.close();
            target = reading();
        } finally {
            moving.writeLock().unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Releases handles; data stays. */
    @Override
    public void close() {
        closed = true;
        moving.writeLock().lock();
        try {
            target.close();
        } finally {
            moving.writeLock().unlock();
        }
        part.close();
        rest.close();
    }
}
