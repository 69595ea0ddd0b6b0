package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.storage.DirectoryLock;
import torrentkit.storage.StorageException;

/**
 * Where the server keeps what it must not forget: a directory that no other server uses at the same time. Without one of the
 * operator's, a temporary one that goes away when this is closed.
 */
public final class StateDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    private final Path path;
    private final boolean temporary;
    private final DirectoryLock lock;

    private StateDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
        this.lock = DirectoryLock.take(path);
    }

    /**
     * Takes the directory, which is made where it is missing.
     *
     * @param configured empty for a temporary one
     * @throws StorageException if another process has it, or it cannot be written
     */
    public static StateDirectory open(Optional<Path> configured) {
        if (configured.isPresent()) {
            return new StateDirectory(configured.get().toAbsolutePath(), false);
        }
        try {
            return new StateDirectory(Files.createTempDirectory("torrentkit-"), true);
        } catch (IOException e) {
            Path parent = Path.of(System.getProperty("java.io.tmpdir"));
            throw StorageException.of("cannot make a temporary directory in " + parent, parent, e);
        }
    }

    public Path path() {
        return path;
    }

    /** Whether it goes away with this process. */
    public boolean isTemporary() {
        return temporary;
    }

    @Override
    public void close() {
        lock.close();
        if (!temporary) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            LOG.warn("the temporary directory {} could not be deleted: {}", path, e.toString());
        }
    }
}
