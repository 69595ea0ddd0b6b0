package torrentkit.app.server.authorization;

import java.util.List;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/** Where the contents lie that are served. Thread-safe. */
public interface TorrentPaths {
    /** Whether the torrent is served. Does not block. */
    boolean offers(InfoHash infoHash);

    /** Every path at which its content is known to lie, from the served directory downwards. Does not block. */
    List<List<String>> paths(InfoHash infoHash);

    /** Whether {@link #paths} tells everything, or some are not known yet. Does not block. */
    boolean arePathsComplete();

    /**
     * The files of a directory, from the directory downwards; an empty list for a content that is a file. May block.
     *
     * @return empty if it is not served
     */
    Optional<List<List<String>>> files(InfoHash infoHash);
}
