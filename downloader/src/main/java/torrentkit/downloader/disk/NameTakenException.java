package torrentkit.downloader.disk;

import java.nio.file.Path;
import torrentkit.storage.StorageException;

/** Something else has the name that content should get. */
public final class NameTakenException extends StorageException {
    private static final long serialVersionUID = 1;

    NameTakenException(String message, Path path) {
        super(Kind.EXISTS, message, path, null);
    }
}
