package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import torrentkit.metainfo.InfoHash;

/**
 * A torrent of which only the info-hash is known, as after a magnet link, and where to begin to look for its info dictionary.
 *
 * @param trackers tiers of announce URLs, which the torrent gets as its own
 * @param webSeeds which the torrent gets as its own
 * @param peers addresses that are tried besides those from trackers
 */
public record MetadataRequest(
        InfoHash infoHash, List<List<URI>> trackers, List<URI> webSeeds, List<InetSocketAddress> peers) {
    public MetadataRequest {
        trackers = trackers.stream().map(List::copyOf).toList();
        webSeeds = List.copyOf(webSeeds);
        peers = List.copyOf(peers);
    }

    /** No tracker and no peer yet. */
    public static MetadataRequest of(InfoHash infoHash) {
        return new MetadataRequest(infoHash, List.of(), List.of(), List.of());
    }

    public MetadataRequest withTrackers(List<List<URI>> tiers) {
        return new MetadataRequest(infoHash, tiers, webSeeds, peers);
    }

    public MetadataRequest withWebSeeds(List<URI> urls) {
        return new MetadataRequest(infoHash, trackers, urls, peers);
    }

    public MetadataRequest withPeers(List<InetSocketAddress> addresses) {
        return new MetadataRequest(infoHash, trackers, webSeeds, addresses);
    }
}
