package torrentkit.storage;

import java.nio.file.Path;

/** The local disk failed: full, unreadable, gone. Says which path and what was tried; the cause is the I/O error. */
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Path path;

    public StorageException(String message, Path path, Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    public StorageException(String message, Path path) {
        this(message, path, null);
    }

    /** The file or directory in question. */
    public Path path() {
        return path;
    }
}
