package torrentkit.app.client.history.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.TimedEvent;

/** One torrent of a run while its events are gone through. Times are milliseconds since it began. Not thread-safe. */
final class TorrentTrace {
    private static final int MAX_PEERS = 1_000;
    private static final int MAX_UNDERWAY = 10_000;
    private static final int MAX_LISTED = 20;

    /** Two samples that are farther apart tell nothing of the time between them. */
    private static final long LONGEST_BETWEEN_SAMPLES = 10_000;

    private final int run;
    private final String torrent;
    private final Map<String, PeerTrace> peers = new LinkedHashMap<>();
    private final Map<Integer, Set<PeerTrace>> holders =
            new HashMap<>(); // who was at a missing piece, and may be still
    private final BitSet complete = new BitSet();
    private final EndgameTrace endgame = new EndgameTrace();
    private final Series series = new Series();
    private final Map<String, Long> bottlenecks = new HashMap<>();
    private final List<TorrentFigures.Refusal> refusals = new ArrayList<>();
    private final List<TorrentFigures.SlowPiece> slow = new ArrayList<>();
    private Optional<HistoryEvent.Initialized> begun = Optional.empty();
    private Optional<HistoryEvent.Progress> progress = Optional.empty();
    private long progressAt;
    private OptionalLong began = OptionalLong.empty(); // milliseconds since 1970
    private long now;
    private long lastComplete;
    private OptionalLong firstComplete = OptionalLong.empty();
    private long completedBytes;
    private long uploaded;
    private int refused;
    private int busyPeers;
    private long idleSince;
    private long idleMillis;
    private Optional<HistoryEvent.Ended> ended = Optional.empty();

    TorrentTrace(int run, String torrent) {
        this.run = run;
        this.torrent = torrent;
    }

    boolean hasBegun() {
        return begun.isPresent();
    }

    void accept(TimedEvent event) {
        event.millis().ifPresent(this::moveTo);
        HistoryEvent what = event.event();
        if (ended.isPresent()) { // it only shares from here on
            if (what instanceof HistoryEvent.Progress then) {
                uploaded = Math.max(uploaded, then.uploaded());
            }
        } else if (what instanceof HistoryEvent.Initialized first) {
            begin(first);
        } else if (what instanceof HistoryEvent.Connected connected) {
            peer(connected.peer()).connect(now);
        } else if (what instanceof HistoryEvent.Started started) {
            take(started);
        } else if (what instanceof HistoryEvent.Completed done) {
            complete(done);
        } else if (what instanceof HistoryEvent.Refused bad) {
            refuse(bad);
        } else if (what instanceof HistoryEvent.Terminated gone) {
            change(peer(gone.peer()), peer -> peer.disconnect(gone.reason(), now));
        } else if (what instanceof HistoryEvent.Peers samples) {
            samples.peers().forEach(sample -> change(peer(sample.peer()), peer -> peer.sample(sample, now)));
        } else if (what instanceof HistoryEvent.Progress then) {
            sample(then);
        } else if (what instanceof HistoryEvent.Ended end) {
            ended = Optional.of(end);
        }
    }

    /** Time never goes back, whatever the record says. Once the download is over it stands still. */
    private void moveTo(long millis) {
        if (began.isEmpty()) {
            began = OptionalLong.of(millis);
        }
        if (ended.isEmpty()) {
            now = Math.max(now, millis - began.getAsLong());
        }
    }

    private void begin(HistoryEvent.Initialized first) {
        begun = Optional.of(first);
        idleSince = now;
    }

    private void take(HistoryEvent.Started started) {
        int piece = started.piece();
        PeerTrace taker = peer(started.peer());
        change(taker, peer -> peer.take(piece, now));
        if (!complete.get(piece) && holders.size() < MAX_UNDERWAY) {
            Set<PeerTrace> at = holders.computeIfAbsent(piece, index -> new HashSet<>());
            at.removeIf(peer -> !peer.isAt(piece));
            boolean another = at.stream().anyMatch(peer -> peer != taker);
            at.add(taker);
            endgame.taken(piece, another, now, wasted().orElse(0));
        }
    }

    private void complete(HistoryEvent.Completed done) {
        int piece = done.piece();
        PeerTrace sender = peer(done.peer());
        OptionalLong took = sender.millisAt(piece, now);
        change(sender, peer -> peer.deliver(piece, done.size(), now));
        Set<PeerTrace> at = holders.remove(piece);
        if (at != null) {
            at.forEach(other -> change(other, peer -> peer.abandon(piece, now)));
        }
        if (complete.get(piece)) {
            return;
        }
        complete.set(piece);
        endgame.completed();
        completedBytes += done.size();
        lastComplete = now;
        firstComplete = firstComplete.isPresent() ? firstComplete : OptionalLong.of(now);
        if (began.isPresent()) {
            series.add(now - took.orElse(0), now, done.size());
            took.ifPresent(millis -> slowest(new TorrentFigures.SlowPiece(done.peer(), piece, millis)));
        }
        if (isComplete() && busyPeers == 0) {
            idleSince = now; // what comes from here on is no idleness
        }
    }

    private void slowest(TorrentFigures.SlowPiece piece) {
        slow.add(piece);
        if (slow.size() > 2 * MAX_LISTED) {
            keepSlowest();
        }
    }

    private void keepSlowest() {
        slow.sort(Comparator.comparingLong(TorrentFigures.SlowPiece::tookMillis).reversed());
        while (slow.size() > MAX_LISTED) {
            slow.remove(slow.size() - 1);
        }
    }

    private void refuse(HistoryEvent.Refused bad) {
        refused++;
        if (refusals.size() < MAX_LISTED) {
            refusals.add(new TorrentFigures.Refusal(bad.peer(), bad.piece(), now));
        }
        change(peer(bad.peer()), peer -> peer.refuse(bad.piece(), now));
        holders.remove(bad.piece());
        endgame.lost(bad.piece());
    }

    private void sample(HistoryEvent.Progress then) {
        long since = progress.isPresent() ? progressAt : 0;
        if (progress.isPresent() && now - since <= LONGEST_BETWEEN_SAMPLES) {
            String limit = progress.get().bottleneck().orElse("");
            if (!limit.isEmpty() && progress.get().phase().equals("downloading") && bottlenecks.size() < MAX_LISTED) {
                bottlenecks.merge(limit, now - since, Long::sum);
            }
        }
        uploaded = Math.max(uploaded, then.uploaded());
        progress = Optional.of(then);
        progressAt = now;
    }

    /** Does something to a peer that may end or begin its work, and keeps the account of when nobody worked. */
    private void change(PeerTrace peer, Consumer<PeerTrace> action) {
        boolean before = peer.isBusy();
        action.accept(peer);
        if (before == peer.isBusy()) {
            return;
        }
        busyPeers += before ? -1 : 1;
        if (busyPeers == 0) {
            idleSince = now;
        } else if (!before && busyPeers == 1 && !isComplete()) {
            idleMillis += now - idleSince;
        }
    }

    /** The peer of that address. One too many is looked at for this moment only. */
    private PeerTrace peer(String address) {
        PeerTrace peer = peers.get(address);
        if (peer == null) {
            peer = new PeerTrace(address);
            if (peers.size() < MAX_PEERS) {
                peers.put(address, peer);
            }
        }
        return peer;
    }

    private boolean isComplete() {
        return begun.isPresent() && complete.cardinality() >= begun.get().todo();
    }

    private OptionalLong wasted() {
        return progress.isPresent() ? OptionalLong.of(progress.get().wasted()) : OptionalLong.empty();
    }

    /** What it all adds up to. */
    TorrentFigures figures() {
        boolean whole = isComplete();
        long end = whole && ended.isEmpty() ? lastComplete : now;
        boolean idle = busyPeers == 0 && !whole;
        keepSlowest();
        return new TorrentFigures(
                run,
                torrent,
                begun.map(HistoryEvent.Initialized::name).orElse(""),
                begun.map(HistoryEvent.Initialized::total).orElse(0),
                begun.map(HistoryEvent.Initialized::todo).orElse(0),
                begun.flatMap(HistoryEvent.Initialized::totalBytes)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                began,
                end,
                ended.map(how -> OptionalInt.of(how.code())).orElse(OptionalInt.empty()),
                ended.map(HistoryEvent.Ended::text).orElse(""),
                complete.cardinality(),
                completedBytes,
                uploaded,
                wasted(),
                List.copyOf(refusals),
                refused,
                firstComplete,
                idleMillis + (idle ? now - idleSince : 0),
                whole && began.isPresent() ? endgame.figures(lastComplete, wasted().orElse(0)) : Optional.empty(),
                longestFirst(bottlenecks),
                series.perSecond(),
                series.columnMillis(),
                List.copyOf(slow),
                peers.values().stream().map(peer -> peer.figures(end)).toList());
    }

    private static Map<String, Long> longestFirst(Map<String, Long> times) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        times.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
