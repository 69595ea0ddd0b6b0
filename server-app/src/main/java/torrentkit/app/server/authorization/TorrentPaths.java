package torrentkit.app.server.authorization;

import java.util.List;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/** Where the contents lie that are served. Thread-safe. */
public interface TorrentPaths {
    /** Nothing is served. */
    TorrentPaths NONE = new TorrentPaths() {
        @Override
        public boolean offers(InfoHash infoHash) {
            return false;
        }

        @Override
        public List<List<String>> paths(InfoHash infoHash) {
            return List.of();
        }

        @Override
        public Optional<List<List<String>>> files(InfoHash infoHash) {
            return Optional.empty();
        }
    };

    /** Whether the torrent is served. Does not block. */
    boolean offers(InfoHash infoHash);

    /**
     * Every path at which its content lies, from the served directory downwards. Does not block.
     *
     * @return empty if they are not known yet, or it is not served
     */
    List<List<String>> paths(InfoHash infoHash);

    /**
     * The files of a directory, from the directory downwards; an empty list for a content that is a file. May block.
     *
     * @return empty if it is not served
     */
    Optional<List<List<String>>> files(InfoHash infoHash);
}
