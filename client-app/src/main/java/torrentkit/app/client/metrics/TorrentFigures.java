package torrentkit.app.client.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.PeerState;
import torrentkit.app.client.history.TorrentState;

/**
 * The figures of one torrent, or the sums of several.
 *
 * @param downloaded bytes of pieces that were verified in this run
 * @param received bytes of blocks that arrived
 * @param phases how many torrents are in each phase; only {@link #PHASES}
 * @param bottlenecks how many torrents are held up by what; only {@link #BOTTLENECKS}
 */
record TorrentFigures(
        long pieces,
        long completedPieces,
        Map<PeerState.Status, Long> peers,
        long downloaded,
        long received,
        long sent,
        long wasted,
        double downloadRate,
        double uploadRate,
        long hashFailures,
        Map<String, Long> phases,
        Map<String, Long> bottlenecks) {
    static final List<String> PHASES =
            List.of("checking", "downloading", "finishing", "complete", "failed", RunFigures.OTHER);
    static final List<String> BOTTLENECKS =
            List.of("no peers", "peers choke us", "origin", "rate limit", "disk", "hash", "network", RunFigures.OTHER);

    static TorrentFigures of(TorrentState torrent) {
        Map<PeerState.Status, Long> peers = new EnumMap<>(PeerState.Status.class);
        torrent.peers().forEach(peer -> peers.merge(peer.status(), 1L, Long::sum));
        HistoryEvent.Progress progress = torrent.progress()
                .orElseGet(() -> new HistoryEvent.Progress(
                        "downloading", 0, torrent.completedBytes(), 0, 0, 0, 0, 0, Optional.empty()));
        boolean ended = torrent.ended().isPresent();
        String phase = torrent.ended()
                .map(end -> end.code() == 0 ? "complete" : "failed")
                .orElse(progress.phase());
        Map<String, Long> bottlenecks = new TreeMap<>();
        if (!ended) {
            progress.bottleneck().ifPresent(name -> bottlenecks.put(known(BOTTLENECKS, name), 1L));
        }
        return new TorrentFigures(
                torrent.initialized().map(HistoryEvent.Initialized::total).orElse(0),
                torrent.completedPieces(),
                peers,
                torrent.completedBytes(),
                progress.downloaded(),
                progress.uploaded(),
                progress.wasted(),
                ended ? 0 : progress.downloadRate(),
                progress.uploadRate(),
                torrent.refusedPieces(),
                Map.of(known(PHASES, phase), 1L),
                bottlenecks);
    }

    /** What stands in a record may be anything; a label may not. */
    private static String known(List<String> names, String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
        return names.contains(plain) ? plain : RunFigures.OTHER;
    }

    TorrentFigures plus(TorrentFigures more) {
        return new TorrentFigures(
                pieces + more.pieces,
                completedPieces + more.completedPieces,
                sum(peers, more.peers, new EnumMap<>(PeerState.Status.class)),
                downloaded + more.downloaded,
                received + more.received,
                sent + more.sent,
                wasted + more.wasted,
                downloadRate + more.downloadRate,
                uploadRate + more.uploadRate,
                hashFailures + more.hashFailures,
                sum(phases, more.phases, new TreeMap<>()),
                sum(bottlenecks, more.bottlenecks, new TreeMap<>()));
    }

    private static <K> Map<K, Long> sum(Map<K, Long> one, Map<K, Long> other, Map<K, Long> into) {
        into.putAll(one);
        other.forEach((key, count) -> into.merge(key, count, Long::sum));
        return into;
    }
}
