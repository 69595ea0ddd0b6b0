package torrentkit.app.server.api;

import java.util.List;
import torrentkit.metainfo.InfoHash;

/**
 * A torrent that is served.
 *
 * @param paths where its content lies, as far as the asker may know; at least one
 * @param size bytes of all its files
 * @param pieceLength bytes
 */
public record ListedTorrent(
        InfoHash infoHash, String name, List<List<String>> paths, long size, int pieceLength, int pieces) {
    public ListedTorrent {
        paths = List.copyOf(paths);
    }
}
