package torrentkit.app.client.history.analysis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one peer did in the download of one torrent. Times are milliseconds; in a record without time stamps they are 0.
 *
 * @param client its name; empty when it was never told
 * @param connectedMillis how long it was connected while the download went on
 * @param busyMillis how long of that it was at a piece
 * @param pieces that came from it
 * @param bytes of them
 * @param uploaded bytes that were sent to it; 0 in old records
 * @param refused pieces from it with a wrong hash
 * @param abandoned pieces that it was at and that did not come from it
 * @param slowestPieceMillis the longest that one of its pieces took
 * @param reason why its last connection ended
 * @param busy when it was at a piece, since the torrent began
 */
record PeerFigures(
        String peer,
        String client,
        long connectedMillis,
        long busyMillis,
        int pieces,
        long bytes,
        long uploaded,
        int refused,
        int abandoned,
        OptionalLong slowestPieceMillis,
        Optional<String> reason,
        List<Spans.Span> busy) {

    /** How long it was connected without being at a piece. */
    long idleMillis() {
        return Math.max(0, connectedMillis - busyMillis);
    }

    /** Bytes a second while it was at a piece; empty when that cannot be told. */
    OptionalDouble rate() {
        return busyMillis > 0 ? OptionalDouble.of(bytes * 1000.0 / busyMillis) : OptionalDouble.empty();
    }
}
