package torrentkit.app.client.face;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryEvent.Progress;
import torrentkit.app.client.history.TorrentState;

/**
 * One or several torrents of a run summed up at one moment.
 *
 * @param name of the only torrent, as it came; empty when there are several, or none has begun
 * @param torrents how many there are
 * @param ended how many of them have ended, in whatever way
 * @param activity what goes on
 * @param pieces of all that have begun
 * @param completed pieces that are there
 * @param totalBytes of all that have begun; empty when one of them does not tell, as in old records
 * @param verifiedBytes of the pieces that are there
 * @param downloaded bytes of blocks that arrived in this run
 * @param uploaded bytes of blocks that were sent in this run
 * @param wasted bytes of blocks that arrived and were of no use
 * @param refused pieces with a wrong hash
 * @param downloadRate bytes a second
 * @param uploadRate bytes a second
 * @param peers that are connected
 * @param bottleneck what limits it now, as in {@link Progress}: of several torrents the one of the fastest
 */
public record RunTotals(
        Optional<String> name,
        int torrents,
        int ended,
        Activity activity,
        int pieces,
        int completed,
        OptionalLong totalBytes,
        long verifiedBytes,
        long downloaded,
        long uploaded,
        long wasted,
        int refused,
        double downloadRate,
        double uploadRate,
        int peers,
        Optional<String> bottleneck) {

    /** What goes on, in the order in which the one outweighs the next when there are several torrents. */
    public enum Activity {
        DOWNLOADING,
        /** Finding out which pieces are on disk from an earlier run. */
        CHECKING,
        /** Every piece is there: forcing to disk and renaming. */
        FINISHING,
        /** Everything is in place; others may still be served. */
        SHARING,
        FAILED,
        /** Nothing has begun. */
        STARTING
    }

    /**
     * @param measuredRate bytes a second, for torrents whose events do not tell theirs
     */
    public static RunTotals of(Collection<TorrentState> torrents, double measuredRate) {
        Sum sum = new Sum();
        for (TorrentState torrent : torrents) {
            sum.add(torrent);
        }
        return sum.totals(torrents, measuredRate);
    }

    /** Seconds until everything is there at the present rate; empty when nothing arrives or nobody knows how much is missing. */
    public OptionalLong secondsLeft() {
        if (totalBytes.isEmpty()) {
            return OptionalLong.empty();
        }
        long left = Math.max(0, totalBytes.getAsLong() - verifiedBytes);
        if (left == 0) {
            return OptionalLong.of(0);
        }
        return downloadRate < 1 ? OptionalLong.empty() : OptionalLong.of((long) Math.ceil(left / downloadRate));
    }

    /** How much is there: of the bytes, or of the pieces when the bytes are unknown. Only all is 100. */
    public String percent(int places) {
        return totalBytes.isPresent()
                ? Quantity.percent(verifiedBytes, totalBytes.getAsLong(), places)
                : Quantity.percent(completed, pieces, places);
    }

    /** From 0 to 1. */
    public double share() {
        long whole = totalBytes.orElse(pieces);
        return whole <= 0 ? 0 : Math.min(1, (double) (totalBytes.isPresent() ? verifiedBytes : completed) / whole);
    }

    /** The limit in words that follow "limited by"; empty when nothing limits it. Not clean. */
    public Optional<String> limit() {
        return bottleneck.map(Bottlenecks::words);
    }

    private static final class Sum {
        private int ended;
        private int pieces;
        private int completed;
        private long totalBytes;
        private boolean sizesKnown = true;
        private long verified;
        private long downloaded;
        private long uploaded;
        private long wasted;
        private int refused;
        private double downloadRate;
        private double uploadRate;
        private boolean ratesKnown;
        private int peers;
        private Activity activity = Activity.STARTING;
        private Optional<String> bottleneck = Optional.empty();
        private double fastest = -1;

        void add(TorrentState torrent) {
            ended += torrent.ended().isPresent() ? 1 : 0;
            if (torrent.initialized().isPresent()) {
                HistoryEvent.Initialized begun = torrent.initialized().get();
                pieces += begun.total();
                completed += torrent.completedPieces();
                totalBytes += begun.totalBytes().orElse(0L);
                sizesKnown &= begun.totalBytes().isPresent();
            }
            refused += torrent.refusedPieces();
            if (torrent.progress().isPresent()) {
                add(torrent.progress().get(), torrent);
            } else {
                verified += there(torrent);
                downloaded += torrent.completedBytes();
                peers += torrent.connectedPeers();
            }
            Activity its = activity(torrent);
            activity = its.compareTo(activity) < 0 ? its : activity;
        }

        /** Bytes of the pieces that are there, as well as that can be told without being told. */
        private static long there(TorrentState torrent) {
            return torrent.initialized()
                    .filter(begun -> begun.pieceLength().isPresent())
                    .map(begun -> Math.min(
                            begun.totalBytes().orElse(Long.MAX_VALUE),
                            (long) torrent.completedPieces()
                                    * begun.pieceLength().get()))
                    .orElse(torrent.completedBytes());
        }

        private void add(Progress now, TorrentState torrent) {
            long whole = torrent.initialized()
                    .flatMap(HistoryEvent.Initialized::totalBytes)
                    .orElse(Long.MAX_VALUE);
            verified += Math.min(whole, now.verifiedBytes() + torrent.completedSinceProgress());
            downloaded += now.downloaded();
            uploaded += now.uploaded();
            wasted += now.wasted();
            downloadRate += now.downloadRate();
            uploadRate += now.uploadRate();
            ratesKnown = true;
            peers += now.peers();
            if (now.downloadRate() > fastest && now.phase().equals("downloading")) {
                fastest = now.downloadRate();
                bottleneck = now.bottleneck();
            }
        }

        RunTotals totals(Collection<TorrentState> torrents, double measuredRate) {
            return new RunTotals(
                    torrents.size() == 1
                            ? torrents.iterator().next().initialized().map(begun -> begun.name())
                            : Optional.empty(),
                    torrents.size(),
                    ended,
                    activity,
                    pieces,
                    completed,
                    sizesKnown && pieces > 0 ? OptionalLong.of(totalBytes) : OptionalLong.empty(),
                    verified,
                    downloaded,
                    uploaded,
                    wasted,
                    refused,
                    ratesKnown ? downloadRate : measuredRate,
                    uploadRate,
                    peers,
                    bottleneck);
        }
    }

    /** What goes on with one torrent. */
    public static Activity activity(TorrentState torrent) {
        if (torrent.ended().isPresent() && torrent.ended().get().code() != 0) {
            return Activity.FAILED;
        }
        if (torrent.progress().isEmpty()) {
            return torrent.ended().isPresent()
                    ? Activity.SHARING
                    : torrent.initialized().isPresent() ? Activity.DOWNLOADING : Activity.STARTING;
        }
        return switch (torrent.progress().get().phase()) {
            case "checking" -> Activity.CHECKING;
            case "finishing" -> Activity.FINISHING;
            case "complete" -> Activity.SHARING;
            case "failed" -> Activity.FAILED;
            default -> torrent.ended().isPresent() ? Activity.SHARING : Activity.DOWNLOADING;
        };
    }
}
