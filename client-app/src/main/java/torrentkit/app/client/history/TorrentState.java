package torrentkit.app.client.history;

import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One torrent of a run as the events tell it. Belongs to the thread of its {@link RunState}. */
public final class TorrentState {
    /** Peers that are gone are forgotten when there are more than this, the longest gone first. */
    private static final int MAX_PEERS = 1_000;

    private final String torrent;
    private final Map<String, PeerState> peers = new LinkedHashMap<>();
    private final BitSet have = new BitSet();
    private final BitSet underway = new BitSet();
    private Optional<HistoryEvent.Initialized> initialized = Optional.empty();
    private Optional<HistoryEvent.Progress> progress = Optional.empty();
    private Optional<HistoryEvent.Ended> ended = Optional.empty();
    private int completed;
    private int refused;
    private long completedBytes;

    TorrentState(String torrent) {
        this.torrent = torrent;
    }

    /** The info-hash in hexadecimal, empty for an old record's only torrent. */
    public String torrent() {
        return torrent;
    }

    /** Its name and sizes; empty until it has begun. */
    public Optional<HistoryEvent.Initialized> initialized() {
        return initialized;
    }

    /** Pieces that are there, those of earlier runs included. */
    public int completedPieces() {
        return initialized.map(begun -> begun.total() - begun.todo()).orElse(0) + completed;
    }

    /** Bytes of pieces that were completed in this run. */
    public long completedBytes() {
        return completedBytes;
    }

    /** Pieces with a wrong hash. */
    public int refusedPieces() {
        return refused;
    }

    /** The pieces that are known to be there; where an old record does not tell which were there at the start, those are missing. */
    public BitSet have() {
        return have;
    }

    /** The pieces that workers are at. */
    public BitSet underway() {
        return underway;
    }

    /** The peers, in the order in which they came, those that are gone included. */
    public Collection<PeerState> peers() {
        return peers.values();
    }

    /** How many peers are connected. */
    public int connectedPeers() {
        return (int) peers.values().stream()
                .filter(peer -> peer.status() != PeerState.Status.TERMINATED)
                .count();
    }

    /** How far it was when last looked at; empty in old records. */
    public Optional<HistoryEvent.Progress> progress() {
        return progress;
    }

    /** How it ended; empty while it goes on. */
    public Optional<HistoryEvent.Ended> ended() {
        return ended;
    }

    void accept(HistoryEvent event) {
        if (event instanceof HistoryEvent.Initialized begun) {
            initialized = Optional.of(begun); // again, when it is tried again: what it says includes the pieces so far
            completed = 0;
            underway.clear();
            ended = Optional.empty();
            begun.have().ifPresent(ranges -> PieceRanges.parse(ranges, begun.total(), have));
        } else if (event instanceof HistoryEvent.Connected connected) {
            peer(connected.peer()).connected();
        } else if (event instanceof HistoryEvent.Started started) {
            peer(started.peer()).started(started.piece());
            underway.set(started.piece());
        } else if (event instanceof HistoryEvent.Completed piece) {
            peer(piece.peer()).completed(piece.piece(), piece.size());
            underway.clear(piece.piece());
            have.set(piece.piece());
            completed++;
            completedBytes += piece.size();
        } else if (event instanceof HistoryEvent.Refused piece) {
            peer(piece.peer()).refused();
            underway.clear(piece.piece());
            refused++;
        } else if (event instanceof HistoryEvent.Terminated gone) {
            peer(gone.peer()).terminated();
        } else if (event instanceof HistoryEvent.Peers sampled) {
            sampled.peers().forEach(sample -> peer(sample.peer()).sampled(sample));
        } else if (event instanceof HistoryEvent.Progress now) {
            progress = Optional.of(now);
        } else if (event instanceof HistoryEvent.Ended end) {
            ended = Optional.of(end);
        }
    }

    private PeerState peer(String address) {
        PeerState peer = peers.get(address);
        if (peer == null) {
            if (peers.size() >= MAX_PEERS) {
                forgetOneThatIsGone();
            }
            peer = new PeerState(address);
            peers.put(address, peer);
        }
        return peer;
    }

    private void forgetOneThatIsGone() {
        peers.values().stream()
                .filter(peer -> peer.status() == PeerState.Status.TERMINATED)
                .findFirst()
                .ifPresent(gone -> peers.remove(gone.peer()));
    }
}
