package torrentkit.downloader.disk;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.FileStamp;
import torrentkit.storage.FileTree;

/**
 * Where each file of a torrent is while others of it are downloaded. Not thread-safe: {@link PartFiles} keeps readers away while places
 * change.
 */
final class FilePlaces {
    /** Where the bytes of a file are. */
    enum Place {
        /** Not on disk: padding, links. */
        NOWHERE,
        TARGET,
        PART,
        REST
    }

    private final TorrentLayout layout;
    private final BitSet wanted;
    private final FileTree partTree;
    private final FileTree targetTree;
    private final Place[] places;

    private FilePlaces(Metainfo metainfo, PartNames names, BitSet wanted) {
        this.layout = metainfo.layout();
        this.wanted = wanted;
        this.partTree = FileTree.of(metainfo, names.part());
        this.targetTree = FileTree.of(metainfo, names.target());
        this.places = new Place[layout.fileCount()];
    }

    /** Looks where the files are; {@link PartFiles#open} says what is given and thrown. */
    static FilePlaces find(
            Metainfo metainfo, PartNames names, BitSet wanted, Optional<List<Optional<FileStamp>>> saved) {
        FilePlaces found = new FilePlaces(metainfo, names, wanted);
        boolean goesOn = goesOn(metainfo, names);
        for (int file = 0; file < found.places.length; file++) {
            found.places[file] = found.find(file, goesOn, saved);
        }
        return found;
    }

    /** Whether an earlier run gave the target its name and it holds some files of a selection. */
    static boolean goesOn(Metainfo metainfo, PartNames names) {
        return Files.isRegularFile(names.selected(), LinkOption.NOFOLLOW_LINKS)
                && metainfo.isDirectory()
                && Files.isDirectory(names.target(), LinkOption.NOFOLLOW_LINKS);
    }

    private Place find(int file, boolean goesOn, Optional<List<Optional<FileStamp>>> saved) {
        if (!partTree.isStored(file)) {
            return Place.NOWHERE;
        }
        Path last = targetTree.path(file);
        if (goesOn && Files.exists(last, LinkOption.NOFOLLOW_LINKS)) {
            Optional<FileStamp> found = Stamps.of(last);
            boolean fits = found.isPresent() && found.get().size() == layout.fileLength(file);
            if (fits && (saved.isEmpty() || saved.get().get(file).equals(found))) {
                return Place.TARGET;
            } else if (wanted.get(file) && saved.isEmpty()) {
                throw new NameTakenException(
                        last
                                + " exists already and is not the file of this torrent: move it away or choose another name"
                                + " for the download",
                        last);
            }
        }
        return Stamps.of(partTree.path(file)).isPresent() ? Place.PART : Place.REST;
    }

    /** Numbers of the files that are to get their final names. */
    BitSet wanted() {
        return wanted;
    }

    FileTree partTree() {
        return partTree;
    }

    FileTree targetTree() {
        return targetTree;
    }

    Place of(int file) {
        return places[file];
    }

    /** Numbers of the files that have this place. */
    BitSet in(Place place) {
        BitSet files = new BitSet();
        IntStream.range(0, places.length).filter(file -> places[file] == place).forEach(files::set);
        return files;
    }

    /**
     * The numbers of the files whose stamps tell of changes to this piece; with bytes in the rest, also the number after the last file's.
     */
    BitSet stampsOf(int index) {
        BitSet touched = new BitSet();
        Slices.ofPiece(layout, index, (file, position, length) -> {
            if (places[file] != Place.NOWHERE) {
                touched.set(file); // for the rest as well: that a file is not there is what has to be so
            }
            if (places[file] == Place.REST) {
                touched.set(places.length);
            }
        });
        return touched;
    }

    /** Whether the file is in the part and is to leave it. */
    boolean isReady(int file) {
        return places[file] == Place.PART && wanted.get(file);
    }

    /** Whether the part holds nothing but files that are ready for their names. */
    boolean isAllReady() {
        for (int file = 0; file < places.length; file++) {
            if (places[file] == Place.TARGET || places[file] == Place.PART && !wanted.get(file)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every file of the torrent is or will be under its final name. */
    boolean isWhole() {
        for (int file = 0; file < places.length; file++) {
            if (places[file] != Place.NOWHERE && places[file] != Place.TARGET && !wanted.get(file)) {
                return false;
            }
        }
        return true;
    }

    /** A file that was not wanted is: from now on its bytes go to the part. */
    void want(int file) {
        places[file] = Place.PART;
    }

    /** What was ready has its final name. */
    void deliver() {
        for (int file = 0; file < places.length; file++) {
            if (isReady(file)) {
                places[file] = Place.TARGET;
            }
        }
    }
}
