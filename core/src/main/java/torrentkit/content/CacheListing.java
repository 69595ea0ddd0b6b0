package torrentkit.content;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Reads the index of a {@link ContentCache} from the names of its files, and clears away what a crash left: files that were being
 * written, and the older of two contents of one path.
 */
final class CacheListing {
    private static final int SHARDS = 256;

    private final Path directory;
    private final CacheIndex index = new CacheIndex();

    CacheListing(Path directory) {
        this.directory = directory;
    }

    /** @throws IOException if a directory cannot be listed */
    CacheIndex read() throws IOException {
        for (int i = 0; i < SHARDS; i++) {
            Path shard = directory.resolve(HexFormat.of().toHexDigits((byte) i));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(shard)) {
                files.forEach(this::add);
            } catch (NoSuchFileException e) {
                continue; // nothing was put there yet
            } catch (NotDirectoryException e) {
                ContentCache.warn(shard + " is not used: expected a directory. Delete it.");
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return index;
    }

    private void add(Path file) {
        String name = file.getFileName().toString();
        Optional<CacheKey> key = CacheKey.ofFileName(name)
                .filter(found -> file.getParent().getFileName().toString().equals(found.shard()));
        if (key.isPresent()) {
            index.atPathOf(key.get())
                    .ifPresentOrElse(other -> addNewer(other, key.get(), file), () -> index.put(key.get()));
        } else if (ContentCache.isUnfinished(name)) {
            ContentCache.delete(file);
        } else {
            ContentCache.warn(
                    file + " is not used: its name is not one that this version gives. It is left where it is;"
                            + " delete it if nothing else needs it.");
        }
    }

    /** A crash between writing the new one and deleting the old. */
    private void addNewer(CacheKey listed, CacheKey found, Path file) {
        Path other = file.resolveSibling(listed.fileName());
        try {
            if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) > 0) {
                index.put(found);
                ContentCache.delete(other);
                return;
            }
        } catch (IOException e) {
            // either will do: whether it is outdated is found out when it is asked for
        }
        ContentCache.delete(file);
    }
}
