package torrentkit.app.client.history;

import java.util.Optional;
import java.util.OptionalInt;

/** One peer of a torrent as the events tell it. Belongs to the thread of its {@link RunState}. */
public final class PeerState {
    /** What a peer is to us. The names in lower case stand in records and in the page's JSON. */
    public enum Status {
        CONNECTED,
        DOWNLOADING,
        FINISHED,
        TERMINATED
    }

    private final String peer;
    private Status status = Status.CONNECTED;
    private OptionalInt piece = OptionalInt.empty();
    private long completedBytes;
    private int completedPieces;
    private int refusedPieces;
    private Optional<HistoryEvent.Sample> sample = Optional.empty();

    PeerState(String peer) {
        this.peer = peer;
    }

    /** The address. */
    public String peer() {
        return peer;
    }

    public Status status() {
        return status;
    }

    /** The piece that it is at, or was last. */
    public OptionalInt piece() {
        return piece;
    }

    /** Bytes that it sent: of blocks when that was sampled, else of whole pieces. */
    public long downloaded() {
        return Math.max(
                completedBytes, sample.map(HistoryEvent.Sample::downloaded).orElse(0L));
    }

    /** Pieces that came from it. */
    public int completedPieces() {
        return completedPieces;
    }

    /** Pieces from it that had a wrong hash. */
    public int refusedPieces() {
        return refusedPieces;
    }

    /** How it was when last looked at. */
    public Optional<HistoryEvent.Sample> sample() {
        return sample;
    }

    void connected() {
        status = Status.CONNECTED;
        piece = OptionalInt.empty();
    }

    void started(int index) {
        status = Status.DOWNLOADING;
        piece = OptionalInt.of(index);
    }

    void completed(int index, int size) {
        if (status != Status.DOWNLOADING || isAt(index)) { // its worker may have taken the next piece already
            status = Status.FINISHED;
            piece = OptionalInt.of(index);
        }
        completedBytes += size;
        completedPieces++;
    }

    private boolean isAt(int index) {
        return piece.isPresent() && piece.getAsInt() == index;
    }

    /** It no longer is at the piece: somebody else was faster, or all is over. */
    void left(int index) {
        if (status == Status.DOWNLOADING && isAt(index)) {
            status = completedPieces > 0 ? Status.FINISHED : Status.CONNECTED;
        }
    }

    void refused(int index) {
        if (status == Status.DOWNLOADING && isAt(index)) {
            status = Status.CONNECTED;
        }
        refusedPieces++;
    }

    void terminated() {
        status = Status.TERMINATED;
    }

    void sampled(HistoryEvent.Sample now) {
        sample = Optional.of(now);
    }
}
