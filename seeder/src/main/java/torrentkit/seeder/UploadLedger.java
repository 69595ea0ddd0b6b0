package torrentkit.seeder;

import java.util.LinkedHashMap;
import java.util.Map;
import torrentkit.metainfo.InfoHash;

/**
 * How much of which torrent was sent, whether it is loaded or not. Only torrents that were sent are remembered, and of those a bounded
 * number: who was sent longest ago is forgotten first. Thread-safe; touched once a batch of blocks.
 */
final class UploadLedger {
    /** Torrents remembered at most: some megabytes. */
    static final int MAX_TORRENTS = 50_000;

    private final Map<InfoHash, Long> byTorrent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InfoHash, Long> eldest) {
            return size() > MAX_TORRENTS;
        }
    };
    private long total;

    synchronized void add(InfoHash torrent, long bytes) {
        total += bytes;
        byTorrent.merge(torrent, bytes, Long::sum);
    }

    synchronized long total() {
        return total;
    }

    synchronized long of(InfoHash torrent) {
        Long bytes = byTorrent.get(torrent);
        return bytes == null ? 0 : bytes;
    }
}
