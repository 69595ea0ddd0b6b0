package torrentkit.app.server.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/**
 * A file or directory that can be asked for.
 *
 * @param names of its path below the served directory; text from outside, to be shown with care
 * @param bytes in the file; 0 for a directory
 * @param infoHash of its torrent, if it was hashed and is what it was then; a directory is believed to be until something below it
 *     is noticed to have changed
 */
public record ListedFile(
        List<String> names, boolean directory, long bytes, Instant modified, Optional<InfoHash> infoHash) {
    /** The last of its names. */
    public String name() {
        return names.get(names.size() - 1);
    }
}
