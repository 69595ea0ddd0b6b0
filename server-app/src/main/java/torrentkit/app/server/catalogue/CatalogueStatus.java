package torrentkit.app.server.catalogue;

import java.time.Instant;
import java.util.Optional;

/**
 * How large the catalogue is.
 *
 * @param files that were found below the served directory when it was last looked through, and told of since
 * @param bytes in all files when it was last looked through
 * @param listed when that ended; empty while it is done for the first time
 * @param searchable whether every file can be found by searching; false when there are too many
 * @param watched whether the system tells of changes, so that they are noticed at once
 * @param torrents paths with a torrent
 * @param jobs contents that are being hashed or wait for it
 */
public record CatalogueStatus(
        long files,
        long bytes,
        Optional<Instant> listed,
        boolean searchable,
        boolean watched,
        int torrents,
        int jobs) {}
