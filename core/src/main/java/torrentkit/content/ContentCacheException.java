package torrentkit.content;

import java.nio.file.Path;
import torrentkit.storage.StorageException;

/** A {@link ContentCache} cannot be opened or written: another process has it, or its disk fails. Says which and what to do. */
public final class ContentCacheException extends StorageException {
    private static final long serialVersionUID = 1;

    ContentCacheException(String message, Path path) {
        super(message, path);
    }

    ContentCacheException(StorageException cause) {
        super(cause.kind(), cause.getMessage(), cause.path(), cause);
    }
}
