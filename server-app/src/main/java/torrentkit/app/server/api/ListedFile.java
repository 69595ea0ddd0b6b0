package torrentkit.app.server.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import torrentkit.metainfo.InfoHash;

/**
 * A file or directory below the file source.
 *
 * @param path from the file source downwards, at least one name
 * @param size bytes; empty for a directory
 * @param infoHash of its torrent, if that is known already
 */
public record ListedFile(
        List<String> path, boolean directory, OptionalLong size, Instant modified, Optional<InfoHash> infoHash) {
    public ListedFile {
        path = List.copyOf(path);
    }

    public String name() {
        return path.get(path.size() - 1);
    }
}
