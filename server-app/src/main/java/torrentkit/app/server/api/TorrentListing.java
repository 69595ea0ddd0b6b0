package torrentkit.app.server.api;

import java.util.Optional;
import torrentkit.app.server.http.Viewer;
import torrentkit.metainfo.InfoHash;

/** The torrents that are served. */
public interface TorrentListing {
    /**
     * By info-hash.
     *
     * @param after only info-hashes behind this one
     */
    Chunk<ListedTorrent> list(Optional<InfoHash> after, int limit, Viewer viewer);

    Optional<ListedTorrent> find(InfoHash infoHash, Viewer viewer);
}
