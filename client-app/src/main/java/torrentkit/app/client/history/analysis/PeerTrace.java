package torrentkit.app.client.history.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import torrentkit.app.client.history.HistoryEvent;

/** One peer while its torrent's events are gone through. All times are milliseconds since the torrent began. Not thread-safe. */
final class PeerTrace {
    /** Pieces that it may be at; whoever claims more is not believed. */
    private static final int MAX_UNDERWAY = 256;

    /** A sample that says the peer has no piece may be older than the news of a piece; it is believed about pieces this old. */
    private static final long SAMPLE_AGE = 1_500;

    private final String peer;
    private final Map<Integer, Long> underway = new HashMap<>(); // when each piece was taken
    private final Spans busy = new Spans();
    private String client = "";
    private boolean connected;
    private long connectedSince;
    private long busySince;
    private long connectedMillis;
    private long busyMillis;
    private int pieces;
    private long bytes;
    private long uploaded;
    private int refused;
    private int abandoned;
    private OptionalLong slowest = OptionalLong.empty();
    private Optional<String> reason = Optional.empty();

    PeerTrace(String peer) {
        this.peer = peer;
    }

    boolean isBusy() {
        return !underway.isEmpty();
    }

    boolean isAt(int piece) {
        return underway.containsKey(piece);
    }

    void connect(long now) {
        if (!connected) {
            connected = true;
            connectedSince = now;
        }
    }

    void take(int piece, long now) {
        connect(now); // or the record's beginning is missing
        if (underway.size() < MAX_UNDERWAY) {
            if (underway.isEmpty()) {
                busySince = now;
            }
            underway.put(piece, now);
        }
    }

    void deliver(int piece, int size, long now) {
        connect(now);
        pieces++;
        bytes += size;
        Long taken = leave(piece, now);
        if (taken != null && (slowest.isEmpty() || now - taken > slowest.getAsLong())) {
            slowest = OptionalLong.of(now - taken);
        }
    }

    /** How long it has been at the piece; empty when it is not. */
    OptionalLong millisAt(int piece, long now) {
        Long taken = underway.get(piece);
        return taken == null ? OptionalLong.empty() : OptionalLong.of(now - taken);
    }

    void refuse(int piece, long now) {
        refused++;
        leave(piece, now);
    }

    /** Somebody else has delivered the piece, or the peer no longer is at it. */
    void abandon(int piece, long now) {
        if (leave(piece, now) != null) {
            abandoned++;
        }
    }

    private Long leave(int piece, long now) {
        Long taken = underway.remove(piece);
        if (taken != null && underway.isEmpty()) {
            busyMillis += now - busySince;
            busy.add(busySince, now);
        }
        return taken;
    }

    void sample(HistoryEvent.Sample sample, long now) {
        client = sample.client().isEmpty() ? client : sample.client();
        uploaded = Math.max(uploaded, sample.uploaded());
        if (sample.status().equals("connected")) {
            for (Integer piece : underway.keySet().toArray(Integer[]::new)) {
                if (now - underway.get(piece) > SAMPLE_AGE) {
                    abandon(piece, now);
                }
            }
        }
    }

    void disconnect(Optional<String> why, long now) {
        for (Integer piece : underway.keySet().toArray(Integer[]::new)) {
            abandon(piece, now);
        }
        if (connected) {
            connected = false;
            connectedMillis += now - connectedSince;
        }
        reason = why.isPresent() ? why : reason;
    }

    /** What it did, if the download ended now. */
    PeerFigures figures(long now) {
        Spans spans = new Spans();
        busy.list().forEach(span -> spans.add(span.from(), span.to()));
        boolean atWork = !underway.isEmpty();
        if (atWork) {
            spans.add(busySince, now);
        }
        return new PeerFigures(
                peer,
                client,
                connectedMillis + (connected ? now - connectedSince : 0),
                busyMillis + (atWork ? now - busySince : 0),
                pieces,
                bytes,
                uploaded,
                refused,
                abandoned,
                slowest,
                reason,
                spans.list());
    }
}
