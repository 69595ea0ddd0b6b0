package torrentkit.app.client.history;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One torrent of a run as the events tell it. Belongs to the thread of its {@link RunState}. */
public final class TorrentState {
    /** Peers that are gone are forgotten when there are more than this, the longest gone first. */
    private static final int MAX_PEERS = 1_000;

    private static final int MAX_UNDERWAY = 10_000;

    private final String torrent;
    private final Map<String, PeerState> peers = new LinkedHashMap<>();
    private final BitSet have = new BitSet();
    private final BitSet underway = new BitSet();
    private final Map<Integer, Set<String>> workers = new HashMap<>(); // of pieces that are underway
    private Optional<HistoryEvent.Initialized> initialized = Optional.empty();
    private Optional<HistoryEvent.Progress> progress = Optional.empty();
    private Optional<HistoryEvent.Ended> ended = Optional.empty();
    private int completed;
    private int refused;
    private long completedBytes;
    private long sinceProgress;

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
        return completed
                + (initialized.isPresent()
                        ? initialized.get().total() - initialized.get().todo()
                        : 0);
    }

    /** Bytes of pieces that were completed in this run. */
    public long completedBytes() {
        return completedBytes;
    }

    /** Bytes of pieces that were completed after the latest {@link #progress()} told how far it was. */
    public long completedSinceProgress() {
        return sinceProgress;
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
        int connected = 0;
        for (PeerState peer : peers.values()) {
            connected += peer.status() == PeerState.Status.TERMINATED ? 0 : 1;
        }
        return connected;
    }

    /** How far it was when last looked at; empty in old records. */
    public Optional<HistoryEvent.Progress> progress() {
        return progress;
    }

    /** How it ended; empty while it goes on. */
    public Optional<HistoryEvent.Ended> ended() {
        return ended;
    }

    /** Whether an event is about a torrent even where it does not say which: old records have only one. */
    static boolean concerns(HistoryEvent event) {
        return !(event instanceof HistoryEvent.Note
                || event instanceof HistoryEvent.Ended
                || event instanceof HistoryEvent.Result
                || event instanceof HistoryEvent.Exit);
    }

    void accept(HistoryEvent event) {
        if (event instanceof HistoryEvent.Initialized begun) {
            begin(begun);
        } else if (event instanceof HistoryEvent.Connected connected) {
            peer(connected.peer()).connected();
        } else if (event instanceof HistoryEvent.Started started) {
            started(started.peer(), started.piece());
        } else if (event instanceof HistoryEvent.Completed piece) {
            completed(piece);
        } else if (event instanceof HistoryEvent.Refused piece) {
            peer(piece.peer()).refused(piece.piece());
            leave(piece.piece());
            refused++;
        } else if (event instanceof HistoryEvent.Terminated gone) {
            peer(gone.peer()).terminated();
            leaveAll(gone.peer());
        } else if (event instanceof HistoryEvent.Peers sampled) {
            for (HistoryEvent.Sample sample : sampled.peers()) {
                peer(sample.peer()).sampled(sample);
            }
        } else if (event instanceof HistoryEvent.Progress now) {
            progress = Optional.of(now);
            sinceProgress = 0;
        } else if (event instanceof HistoryEvent.Ended end) {
            ended = Optional.of(end);
            peers.values().forEach(peer -> peer.piece().ifPresent(peer::left));
            workers.clear();
            underway.clear();
        }
    }

    /** A record of several runs, or a second attempt: what was known of the torrent before no longer holds. */
    private void begin(HistoryEvent.Initialized begun) {
        if (initialized.isPresent()) {
            peers.clear();
            workers.clear();
            underway.clear();
            have.clear();
            completed = 0;
            refused = 0;
            completedBytes = 0;
            sinceProgress = 0;
            progress = Optional.empty();
            ended = Optional.empty();
        }
        initialized = Optional.of(begun);
        begun.have().ifPresent(ranges -> PieceRanges.parse(ranges, begun.total(), have));
    }

    private void started(String address, int piece) {
        peer(address).started(piece);
        if (isPossible(piece) && !have.get(piece) && workers.size() < MAX_UNDERWAY) {
            Set<String> those = workers.get(piece);
            if (those == null) {
                those = new HashSet<>(2);
                workers.put(piece, those);
            }
            those.add(address);
            underway.set(piece);
        }
    }

    private void completed(HistoryEvent.Completed piece) {
        peer(piece.peer()).completed(piece.piece(), piece.size());
        leave(piece.piece());
        if (isPossible(piece.piece()) && !have.get(piece.piece())) {
            have.set(piece.piece());
            completed++;
            completedBytes += piece.size();
            sinceProgress += piece.size();
        }
    }

    private boolean isPossible(int piece) {
        return piece >= 0
                && piece < (initialized.isPresent() ? initialized.get().total() : EventParser.MAX_PIECES);
    }

    private void leave(int piece) {
        Set<String> those = workers.remove(piece);
        if (those != null) {
            underway.clear(piece);
            for (String address : those) {
                PeerState peer = peers.get(address);
                if (peer != null) {
                    peer.left(piece);
                }
            }
        }
    }

    private void leaveAll(String address) {
        workers.entrySet().removeIf(work -> {
            boolean last = work.getValue().remove(address) && work.getValue().isEmpty();
            if (last) {
                underway.clear(work.getKey());
            }
            return last;
        });
    }

    /** The peer of that address. One too many is looked at for this moment only. */
    private PeerState peer(String address) {
        PeerState peer = peers.get(address);
        if (peer == null) {
            peer = new PeerState(address);
            if (peers.size() < MAX_PEERS || forgetOneThatIsGone()) {
                peers.put(address, peer);
            }
        }
        return peer;
    }

    private boolean forgetOneThatIsGone() {
        Optional<PeerState> gone = peers.values().stream()
                .filter(peer -> peer.status() == PeerState.Status.TERMINATED)
                .findFirst();
        gone.ifPresent(peer -> peers.remove(peer.peer()));
        return gone.isPresent();
    }
}
