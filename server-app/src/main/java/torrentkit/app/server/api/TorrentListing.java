package torrentkit.app.server.api;

import java.util.Optional;
import torrentkit.app.server.http.Viewer;
import torrentkit.metainfo.InfoHash;

/** The torrents that are served. */
public interface TorrentListing {
    /**
     * By the first of the paths of each.
     *
     * @param after only torrents whose first path is behind this one, its names joined by slashes
     */
    Chunk<ListedTorrent> list(Optional<String> after, int limit, Viewer viewer);

    Optional<ListedTorrent> find(InfoHash infoHash, Viewer viewer);
}
