package torrentkit.app.client.history.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the events of one torrent's download add up to. Times are milliseconds since the torrent began.
 *
 * @param run which of the record's runs, from 1
 * @param torrent the info-hash in hexadecimal; empty in old records
 * @param name of the content, not cleaned
 * @param total pieces
 * @param todo pieces that were missing at the beginning
 * @param totalBytes of the content
 * @param began milliseconds since 1970; empty in records without time stamps, whose times are all 0
 * @param tookMillis until the download ended, or until the record ends
 * @param code the exit code; empty when the record ends before the download
 * @param text what a person was told at its end
 * @param completedPieces that were completed in this run
 * @param completedBytes of them
 * @param uploadedBytes as far as it was recorded
 * @param wastedBytes that came and were of no use; empty when the record does not tell
 * @param refusals pieces with a wrong hash, the first of them
 * @param refused how many
 * @param firstPieceMillis when the first piece was complete
 * @param idleMillis how long nobody was at a piece while some were missing
 * @param endgame how the last pieces came; empty when they did not
 * @param bottlenecks how long each was what limited the download, the longest first
 * @param throughput bytes a second over time
 * @param columnMillis how long each number of the throughput stands for
 * @param slowPieces those that took longest, slowest first
 * @param peers in the order in which they came
 */
record TorrentFigures(
        int run,
        String torrent,
        String name,
        int total,
        int todo,
        OptionalLong totalBytes,
        OptionalLong began,
        long tookMillis,
        OptionalInt code,
        String text,
        int completedPieces,
        long completedBytes,
        long uploadedBytes,
        OptionalLong wastedBytes,
        List<Refusal> refusals,
        int refused,
        OptionalLong firstPieceMillis,
        long idleMillis,
        Optional<Endgame> endgame,
        Map<String, Long> bottlenecks,
        List<Double> throughput,
        long columnMillis,
        List<SlowPiece> slowPieces,
        List<PeerFigures> peers) {

    /** A piece that had the wrong hash. */
    record Refusal(String peer, int piece, long atMillis) {}

    /** A piece that took long. */
    record SlowPiece(String peer, int piece, long tookMillis) {}

    /**
     * The end of a download, from when every missing piece was taken by somebody.
     *
     * @param fromMillis when it began
     * @param tookMillis until the last piece was complete
     * @param pieces that were underway when it began
     * @param shared pieces that a second peer took while the first was at it
     * @param duplicates how often that happened
     * @param wastedBytes that came meanwhile and were of no use, as far as it was recorded
     */
    record Endgame(long fromMillis, long tookMillis, int pieces, int shared, int duplicates, long wastedBytes) {}

    boolean isTimed() {
        return began.isPresent();
    }

    /** Bytes a second over the whole download; 0 without time stamps. */
    double averageRate() {
        return tookMillis > 0 ? completedBytes * 1000.0 / tookMillis : 0;
    }

    /** The highest of the throughput. */
    double bestRate() {
        return throughput.stream().mapToDouble(rate -> rate).max().orElse(0);
    }

    /** Those that were at a piece, the slowest first. */
    List<PeerFigures> slowestPeers() {
        return peers.stream()
                .filter(peer -> peer.rate().isPresent())
                .sorted(Comparator.comparingDouble(peer -> peer.rate().getAsDouble()))
                .toList();
    }

    /** Those from which most came first. */
    List<PeerFigures> peersByBytes() {
        return peers.stream()
                .sorted(Comparator.comparingLong(PeerFigures::bytes).reversed())
                .toList();
    }
}
