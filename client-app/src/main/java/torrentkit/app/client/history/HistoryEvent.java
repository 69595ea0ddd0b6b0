package torrentkit.app.client.history;

import java.util.List;
import java.util.Optional;

/**
 * Something that happened in a run of {@code download}: what the record, the faces, the metrics and {@code --json} are fed with, live or
 * from a record. Peers are named by their address, {@code 192.0.2.1:6881} or {@code [2001:db8::1]:6881}, web seeds by host and port. Texts are
 * as they came, not cleaned: whoever shows them cleans them.
 */
public sealed interface HistoryEvent {
    /**
     * A torrent's part files have been looked at, and its download begins. The first event of a torrent.
     *
     * @param name of the content
     * @param total pieces of the torrent
     * @param todo pieces that are missing
     * @param totalBytes of the content; empty in old records
     * @param pieceLength bytes; empty in old records
     * @param have indices of the pieces that are there already, ascending ranges as in {@code 0-99,120}; empty in old records
     */
    record Initialized(
            String name,
            int total,
            int todo,
            Optional<Long> totalBytes,
            Optional<Integer> pieceLength,
            Optional<String> have)
            implements HistoryEvent {}

    /** A connection with a peer stands. */
    record Connected(String peer) implements HistoryEvent {}

    /** A peer's worker has taken a piece, perhaps one that another is at too. */
    record Started(String peer, int piece) implements HistoryEvent {}

    /**
     * A piece is verified and written.
     *
     * @param peer that sent most of it
     * @param size bytes of the piece
     */
    record Completed(String peer, int piece, int size) implements HistoryEvent {}

    /** A peer sent wrong data of a piece and is banned. */
    record Refused(String peer, int piece) implements HistoryEvent {}

    /** A connection has ended. */
    record Terminated(String peer, Optional<String> reason) implements HistoryEvent {}

    /**
     * How the peers are, once every two seconds; those of which nothing changed are left out.
     *
     * @param peers at most 200
     */
    record Peers(List<Sample> peers) implements HistoryEvent {}

    /**
     * One peer at one moment.
     *
     * @param client its name, empty when it has not told
     * @param status {@code connected} or {@code downloading}
     * @param downloaded bytes of blocks that it sent
     * @param uploaded bytes of blocks that we sent to it
     * @param downloadRate bytes a second
     * @param uploadRate bytes a second
     * @param pieces that it has
     * @param flags one letter each, see {@code PeerFlags} in the README
     */
    record Sample(
            String peer,
            String client,
            String status,
            long downloaded,
            long uploaded,
            double downloadRate,
            double uploadRate,
            int pieces,
            String flags) {}

    /**
     * How far the torrent is, once a second.
     *
     * @param phase {@code checking}, {@code downloading}, {@code finishing}, {@code complete} or {@code failed}
     * @param verifiedBytes of pieces that are verified and written, those of earlier runs included
     * @param downloaded bytes of blocks that arrived in this run
     * @param uploaded bytes of blocks that were sent in this run
     * @param wasted bytes of blocks that arrived and were of no use
     * @param downloadRate bytes a second over the last few seconds
     * @param uploadRate bytes a second over the last few seconds
     * @param peers that are connected
     * @param bottleneck what limits it now, a {@link torrentkit.downloader.Bottleneck} in small letters, such as {@code no peers}; empty
     *     when nothing does
     */
    record Progress(
            String phase,
            long verifiedBytes,
            long downloaded,
            long uploaded,
            long wasted,
            double downloadRate,
            double uploadRate,
            int peers,
            Optional<String> bottleneck)
            implements HistoryEvent {}

    /** A sentence for people: a tracker's complaint, a peer source, a warning. */
    record Note(String text) implements HistoryEvent {}

    /**
     * The download of this torrent has ended. The last event of a torrent, unless it goes on sharing.
     *
     * @param code the exit code
     * @param text what to tell a person: where the content is, or why there is none
     */
    record Ended(int code, String text) implements HistoryEvent {}

    /**
     * What became of one SOURCE of the command line, once it is certain.
     *
     * @param source as it was given, without passwords
     * @param code its own exit code
     * @param text what to tell a person
     * @param path where the content is; empty when it is not
     */
    record Result(String source, int code, String text, Optional<String> path) implements HistoryEvent {}

    /**
     * The run ends. The last event of a run that was not killed.
     *
     * @param code the process's exit code
     */
    record Exit(int code) implements HistoryEvent {}

    /** Whether the event only tells how things are at a moment, so that it may be left out when there is no room. */
    static boolean isSample(HistoryEvent event) {
        return event instanceof Peers || event instanceof Progress;
    }
}
