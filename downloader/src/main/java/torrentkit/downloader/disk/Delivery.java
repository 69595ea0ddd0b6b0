package torrentkit.downloader.disk;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.TreeSet;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.storage.FileTree;
import torrentkit.storage.StorageException;

/**
 * Gives wanted files that are whole their final names. When nothing is there yet, or all of it is to be replaced, the part as a whole
 * is renamed. When an earlier run has given its files their names, the others join them one by one, each by a rename. What is replaced
 * goes first aside and back again if the rename fails.
 */
final class Delivery {
    private static final Logger LOG = System.getLogger(Delivery.class.getName());

    private final Metainfo metainfo;
    private final FilePlaces places;
    private final PartNames names;
    private final boolean overwrite;
    private final Attributes attributes;

    Delivery(PartFiles files, boolean overwrite) {
        this.metainfo = files.metainfo();
        this.places = files.places();
        this.names = files.names();
        this.overwrite = overwrite;
        this.attributes = new Attributes(metainfo);
    }

    /**
     * Renames. Called while nobody reads.
     *
     * @throws NameTakenException if something has a name that is needed and may not be replaced
     * @throws StorageException if the disk refuses
     */
    void run() {
        boolean goesOn = FilePlaces.goesOn(metainfo, names);
        Path root = names.part();
        try {
            forEachReady(file -> Attributes.apply(entry(file), places.partTree().path(file)));
            if (!goesOn && places.isAllReady()) {
                if (metainfo.isDirectory()) {
                    Files.createDirectories(root); // all may be links
                    link(places.partTree());
                }
                moveWhole();
            } else {
                moveEach();
                link(places.targetTree());
            }
            force(names.target().getParent());
        } catch (IOException e) {
            throw StorageException.of("cannot rename " + root + " to " + names.target(), names.target(), e);
        }
    }

    private interface FileStep {
        void run(int file) throws IOException;
    }

    private void forEachReady(FileStep step) throws IOException {
        BitSet wanted = places.wanted();
        for (int file = wanted.nextSetBit(0); file >= 0; file = wanted.nextSetBit(file + 1)) {
            if (places.isReady(file)) {
                step.run(file);
            }
        }
    }

    private FileEntry entry(int file) {
        return metainfo.files().get(file);
    }

    private void moveWhole() throws IOException {
        Path target = names.target();
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(names.part(), target, StandardCopyOption.ATOMIC_MOVE);
        } else if (!overwrite) {
            throw taken(target);
        } else if (!metainfo.isDirectory()) {
            refuseSpecial(target);
            Files.move(names.part(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            replaceDirectory(target);
        }
    }

    private static NameTakenException taken(Path path) {
        return new NameTakenException(
                path + " exists already: move it away or choose another name for the download", path);
    }

    /** Nothing is replaced that is neither a file nor a link: a rename would throw away a directory or device. */
    private static void refuseSpecial(Path target) {
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(target)) {
            throw new NameTakenException(
                    target + " is no file and is not replaced by one: move it away or choose another name", target);
        }
    }

    private void replaceDirectory(Path target) throws IOException {
        Path aside = names.aside();
        if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(aside);
        }
        Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(names.part(), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        try {
            removeReplaced(aside);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "what was replaced is still in {0}: {1}", aside, e.toString());
        }
    }

    /** Removes files that the torrent has too, and keeps others: nobody said that they are to go. */
    private void removeReplaced(Path aside) throws IOException {
        if (!Files.isDirectory(aside, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(aside);
            return;
        }
        TreeSet<Path> directories = new TreeSet<>();
        FileTree tree = FileTree.of(metainfo, aside);
        for (int file = 0; file < tree.fileCount(); file++) {
            if (!entry(file).padding()) {
                Path path = tree.path(file);
                if (isBelowRealDirectories(aside, path) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(path);
                }
                for (Path at = path.getParent(); at.startsWith(aside); at = at.getParent()) {
                    directories.add(at);
                }
            }
        }
        directories.add(aside);
        for (Path directory : directories.descendingSet()) {
            if (isBelowRealDirectories(aside, directory)) {
                removeIfEmpty(directory);
            }
        }
        if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            LOG.log(Level.WARNING, "files of the replaced directory that the torrent does not have are in {0}", aside);
        }
    }

    private static boolean isBelowRealDirectories(Path top, Path path) {
        for (Path at = path.getParent(); at.startsWith(top); at = at.getParent()) {
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private static void removeIfEmpty(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.delete(directory);
            } catch (DirectoryNotEmptyException e) {
                LOG.log(Level.DEBUG, "{0} is still needed", directory);
            }
        }
    }

    private void moveEach() throws IOException {
        TreeSet<Path> left = new TreeSet<>();
        TreeSet<Path> entered = new TreeSet<>();
        forEachReady(file -> {
            Path from = places.partTree().path(file);
            Path to = places.targetTree().path(file);
            makeDirectories(names.target(), to.getParent());
            if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                if (!overwrite) {
                    throw taken(to);
                }
                refuseSpecial(to);
            }
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            for (Path at = from.getParent(); at.startsWith(names.part()); at = at.getParent()) {
                left.add(at);
            }
            entered.add(to.getParent());
        });
        entered.forEach(Delivery::force);
        for (Path directory : left.descendingSet()) {
            removeIfEmpty(directory);
        }
    }

    private void link(FileTree tree) throws IOException {
        BitSet wanted = places.wanted();
        for (int file = wanted.nextSetBit(0); file >= 0; file = wanted.nextSetBit(file + 1)) {
            FileEntry entry = entry(file);
            if (entry.symlink().isPresent() && attributes.isHarmless(entry)) {
                Path path = tree.path(file);
                makeDirectories(tree.root(), path.getParent());
                if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path)) {
                    throw taken(path);
                }
                attributes.link(entry, path);
            }
        }
    }

    /** Makes what is missing of a directory at or below the top; a link on the way is a trap. */
    private static void makeDirectories(Path top, Path directory) throws IOException {
        if (!directory.equals(top)) {
            makeDirectories(top, directory.getParent());
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                throw new NameTakenException(
                        directory + " is not a directory: move it away and start again", directory);
            }
        }
    }

    /** Makes renames last; where directories cannot be forced, the file system's own order must do. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cannot force directory " + directory, e);
        }
    }
}
