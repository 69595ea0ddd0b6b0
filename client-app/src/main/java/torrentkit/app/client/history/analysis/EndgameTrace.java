package torrentkit.app.client.history.analysis;

import java.util.BitSet;
import java.util.Optional;

/**
 * Finds the end of a download: what happens from when the last missing piece was taken that nobody had taken before. Any such piece may
 * turn out not to be the last, then it begins anew. Not thread-safe.
 */
final class EndgameTrace {
    private final BitSet taken = new BitSet();
    private final BitSet shared = new BitSet();
    private long from;
    private int duplicates;
    private int completed;
    private long wastedBefore;

    /** @param another whether somebody else is at the piece */
    void taken(int piece, boolean another, long now, long wasted) {
        if (!taken.get(piece)) {
            taken.set(piece);
            shared.clear();
            from = now;
            duplicates = 0;
            completed = 0;
            wastedBefore = wasted;
        } else if (another) {
            shared.set(piece);
            duplicates++;
        }
    }

    /** The piece had a wrong hash, so it is missing again. */
    void lost(int piece) {
        taken.clear(piece);
    }

    void completed() {
        completed++;
    }

    /** The end, once every piece has come. */
    Optional<TorrentFigures.Endgame> figures(long end, long wasted) {
        return taken.isEmpty()
                ? Optional.empty()
                : Optional.of(new TorrentFigures.Endgame(
                        from,
                        Math.max(0, end - from),
                        completed,
                        shared.cardinality(),
                        duplicates,
                        Math.max(0, wasted - wastedBefore)));
    }
}
