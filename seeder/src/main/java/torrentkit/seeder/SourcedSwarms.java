package torrentkit.seeder;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.MemberSource;
import torrentkit.peer.SwarmMember;
import torrentkit.storage.StorageException;

/**
 * What a {@link ContentSource} offers, as the network sees it: swarms that are loaded when a peer asks for them, each by one task
 * however many peers ask, and dropped when they have had no peer for a while. Thread-safe.
 */
final class SourcedSwarms implements MemberSource, SeededSwarm.Owner {
    private static final Logger LOG = System.getLogger(SourcedSwarms.class.getName());

    /** Torrents without a peer that stay loaded; of more, those that have been without for longest go at once. */
    static final int MAX_IDLE = 256;

    /** One torrent on its way. */
    private static final class Load {
        private final CompletableFuture<Optional<SwarmMember>> outcome = new CompletableFuture<>();
        private boolean cancelled; // guarded by this

        /** When this returns the swarm is published, or never will be. */
        synchronized void cancel() {
            cancelled = true;
        }
    }

    private record Idle(SeededSwarm swarm, long nanos) {}

    private final ContentSource source;
    private final SeederParts parts;
    private final SwarmTable table;
    private final long unloadAfterNanos;
    private final Map<InfoHash, Load> loads = new ConcurrentHashMap<>();
    private final Set<SeededSwarm> loaded = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SourcedSwarms(ContentSource source, SeederParts parts, SwarmTable table, Duration unloadAfter) {
        this.source = source;
        this.parts = parts;
        this.table = table;
        this.unloadAfterNanos = unloadAfter.toNanos();
    }

    @Override
    public boolean mayKnow(InfoHash infoHash, InetAddress peer) {
        return !closed && source.offers(infoHash) && parts.gate().admits(infoHash, peer);
    }

    @Override
    public CompletionStage<Optional<SwarmMember>> find(InfoHash infoHash) {
        Load started = new Load();
        Load running = loads.putIfAbsent(infoHash, started);
        if (running != null) {
            return running.outcome;
        }
        try {
            parts.storage().execute(() -> run(infoHash, started));
        } catch (RejectedExecutionException e) { // the seeder is closing
            finish(infoHash, started, Optional.empty());
        }
        return started.outcome;
    }

    private void run(InfoHash infoHash, Load load) {
        Optional<SwarmMember> found = Optional.empty();
        try {
            if (!closed) {
                found = load(infoHash, load);
            }
        } catch (StorageException e) {
            LOG.log(Level.WARNING, "torrent {0} cannot be loaded: {1}", infoHash, e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "loading torrent " + infoHash + " failed", e);
        } finally {
            finish(infoHash, load, found);
        }
        if (loaded.size() > MAX_IDLE) { // at once, since much may be loaded within a second
            idle().forEach(SourcedSwarms::unload);
        }
    }

    private Optional<SwarmMember> load(InfoHash infoHash, Load load) {
        Optional<Content> content = source.load(infoHash);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        InfoHash loaded = content.get().metainfo().infoHash();
        if (!loaded.equals(infoHash)) {
            throw new IllegalStateException("asked for torrent " + infoHash + ", the source loaded " + loaded);
        }
        synchronized (load) {
            return load.cancelled || closed ? Optional.empty() : Optional.of(publish(content.get()));
        }
    }

    private SeededSwarm publish(Content content) {
        Optional<SeededSwarm> served = table.find(content.metainfo().infoHash());
        if (served.isPresent()) {
            return served.get();
        }
        SeededSwarm swarm = new SeededSwarm(content, parts, this);
        table.publish(swarm);
        loaded.add(swarm);
        if (swarm.withdrawn().isDone()) { // before it was added
            loaded.remove(swarm);
        }
        return swarm;
    }

    private void finish(InfoHash infoHash, Load load, Optional<SwarmMember> found) {
        loads.remove(infoHash, load);
        load.outcome.complete(found);
    }

    /** What is just being loaded is not published any more; where it is published already, the swarm is the caller's to end. */
    void cancel(InfoHash infoHash) {
        Load load = loads.get(infoHash);
        if (load != null) {
            cancel(infoHash, load);
        }
    }

    private void cancel(InfoHash infoHash, Load load) {
        load.cancel();
        finish(infoHash, load, Optional.empty());
    }

    boolean isOf(ContentSource content) {
        return source == content;
    }

    @Override
    public void ended(SeededSwarm swarm) {
        table.remove(swarm);
        loaded.remove(swarm);
    }

    @Override
    public void failed(SeededSwarm swarm, String reason) {
        source.withdrawn(swarm.infoHash(), reason);
    }

    /** Drops what nobody needs. Called on an event loop, about once a second. */
    void second() {
        for (SeededSwarm swarm : idle()) {
            try {
                parts.storage().execute(() -> unload(swarm));
            } catch (RejectedExecutionException e) {
                return; // the seeder is closing
            }
        }
    }

    /** The swarms that have been without a peer for long, or for longest where there are too many. */
    private List<SeededSwarm> idle() {
        List<Idle> idle = new ArrayList<>();
        for (SeededSwarm swarm : loaded) {
            long nanos = swarm.idleNanos();
            if (nanos > 0) {
                idle.add(new Idle(swarm, nanos));
            }
        }
        idle.sort(Comparator.comparingLong(Idle::nanos).reversed());
        int excess = idle.size() - MAX_IDLE;
        return IntStream.range(0, idle.size())
                .filter(i -> i < excess || idle.get(i).nanos() > unloadAfterNanos)
                .mapToObj(i -> idle.get(i).swarm())
                .toList();
    }

    private static void unload(SeededSwarm swarm) {
        swarm.endIfIdle("no peer was left, and it is loaded again for the next");
    }

    /** Nothing is looked for any more, who waits is told so, and what is loaded is withdrawn. */
    void close(String reason) {
        closed = true;
        parts.network().leaveSource(this);
        loads.forEach(this::cancel);
        loaded.forEach(swarm -> swarm.withdraw(reason));
    }
}
