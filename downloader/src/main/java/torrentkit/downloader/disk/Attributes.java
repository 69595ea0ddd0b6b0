package torrentkit.downloader.disk;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.storage.StorageException;

/** Gives whole files and links what BEP 47 says of them. What a system does not have is left out. */
final class Attributes {
    private static final Logger LOG = System.getLogger(Attributes.class.getName());
    private static final Map<PosixFilePermission, PosixFilePermission> EXECUTE_IF_READ = Map.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

    private final Links links;

    Attributes(Metainfo metainfo) {
        links = new Links(metainfo);
    }

    /** Whether the link is one that may be made; says so in the log if not. */
    boolean isHarmless(FileEntry link) {
        boolean harmless = links.text(link).isPresent();
        if (!harmless) {
            LOG.log(
                    Level.WARNING,
                    "the link {0} is left out: it leads to nothing in the torrent, or to a directory that it is in",
                    printable(link.joinedPath()));
        }
        return harmless;
    }

    /** Makes a harmless link at this path, whose parent exists. */
    void link(FileEntry entry, Path path) {
        try {
            Optional<String> text = links.text(entry);
            Path target = path.getFileSystem().getPath(text.orElseThrow());
            if (Files.isSymbolicLink(path) && Files.readSymbolicLink(path).equals(target)) {
                return; // an earlier run made it
            }
            Files.createSymbolicLink(path, target);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // Windows wants a privilege for it, and some file systems have no links. The files are worth having
            // without.
            LOG.log(Level.WARNING, "the link {0} cannot be made: {1}", printable(path.toString()), e.toString());
        } catch (IOException e) {
            throw StorageException.of("cannot make the link " + path, path, e);
        }
    }

    /** Lets whoever may read the file execute it, and hides it, if the torrent says so. */
    static void apply(FileEntry entry, Path path) {
        try {
            PosixFileAttributeView posix =
                    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (entry.executable() && posix != null) {
                Set<PosixFilePermission> mode = posix.readAttributes().permissions();
                EXECUTE_IF_READ.forEach((read, execute) -> {
                    if (mode.contains(read)) {
                        mode.add(execute);
                    }
                });
                Files.setPosixFilePermissions(path, mode);
            } else if (entry.hidden() && posix == null) { // elsewhere, a dot in the name hides
                DosFileAttributeView dos =
                        Files.getFileAttributeView(path, DosFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (dos != null) {
                    dos.setHidden(true);
                }
            }
        } catch (UnsupportedOperationException | IOException e) {
            LOG.log(Level.WARNING, "the mode of {0} cannot be set: {1}", printable(path.toString()), e.toString());
        }
    }

    /** Names come from strangers: no control character or change of direction gets into a log. */
    private static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
