package torrentkit.app.server.catalogue;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import torrentkit.content.Content;

/** Makes torrents. Thread-safe. */
public interface Hashing {
    /**
     * Reads and hashes all of a file or directory. Cancelling the result stops it.
     *
     * @param hashedBytes told the running total now and then, from several threads
     */
    CompletableFuture<Content> hash(Path content, String name, LongConsumer hashedBytes);

    /** Whether what was hashed earlier, perhaps with other settings, is what would be made of the same files under this name now. */
    boolean wouldMake(Content content, String name);
}
