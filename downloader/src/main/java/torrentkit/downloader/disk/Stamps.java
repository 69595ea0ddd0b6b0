package torrentkit.downloader.disk;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import torrentkit.storage.FileStamp;
import torrentkit.storage.StorageException;

/** Looks at what is on disk without following links. */
final class Stamps {
    private Stamps() {}

    /** The stamp of a regular file; nothing when there is none, or something else. */
    static Optional<FileStamp> of(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(FileStamp.of(file));
        } catch (StorageException e) {
            return Optional.empty(); // gone since
        }
    }
}
