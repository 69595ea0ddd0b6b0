package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import torrentkit.metainfo.InfoHash;

/** Addresses of peers that were found while a torrent's metadata was fetched, kept for its download. Bounded. Thread-safe. */
final class FoundPeers {
    private static final int MAX_TORRENTS = 64;
    private static final int MAX_PEERS = 500; // of each torrent

    private final Map<InfoHash, List<InetSocketAddress>> byTorrent = new LinkedHashMap<>();

    synchronized void keep(InfoHash torrent, Collection<InetSocketAddress> peers) {
        byTorrent.put(torrent, peers.stream().limit(MAX_PEERS).toList());
        if (byTorrent.size() > MAX_TORRENTS) {
            byTorrent.remove(byTorrent.keySet().iterator().next());
        }
    }

    synchronized List<InetSocketAddress> of(InfoHash torrent) {
        return byTorrent.getOrDefault(torrent, List.of());
    }
}
