package torrentkit.storage;

import java.nio.file.Path;

/** A file is not the one that was hashed: its size, modification time, change time or inode differ. The torrent must be withdrawn. */
public final class ContentChangedException extends StorageException {
    private static final long serialVersionUID = 1;

    public ContentChangedException(String message, Path path) {
        super(message, path);
    }
}
