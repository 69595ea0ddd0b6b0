package torrentkit.seeder;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.MemberSource;
import torrentkit.peer.SwarmMember;

/**
 * What a {@link ContentSource} offers, as the network sees it: swarms that are loaded when a peer asks for them, each by one task
 * however many peers ask. Thread-safe.
 */
final class SourcedSwarms implements MemberSource {
    private static final Logger LOG = System.getLogger(SourcedSwarms.class.getName());

    /** One torrent on its way. */
    private static final class Load {
        private final CompletableFuture<Optional<SwarmMember>> outcome = new CompletableFuture<>();
        private boolean cancelled; // guarded by this

        /** When this returns the swarm is published, or never will be. */
        synchronized void cancel() {
            cancelled = true;
        }
    }

    private final ContentSource source;
    private final SeederParts parts;
    private final Function<Content, SeededSwarm> publisher;
    private final Map<InfoHash, Load> loads = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param publisher makes a swarm of the content and lets peers find it; called on a storage thread, without a lock but a load's */
    SourcedSwarms(ContentSource source, SeederParts parts, Function<Content, SeededSwarm> publisher) {
        this.source = source;
        this.parts = parts;
        this.publisher = publisher;
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
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "loading torrent " + infoHash + " failed", e);
        } finally {
            finish(infoHash, load, found);
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
            return load.cancelled || closed ? Optional.empty() : Optional.of(publisher.apply(content.get()));
        }
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

    /** The swarm's content changed or cannot be read. */
    void failed(InfoHash infoHash, String reason) {
        source.withdrawn(infoHash, reason);
    }

    /** Nothing is looked for any more, and who waits is told so. */
    void close() {
        closed = true;
        parts.network().leaveSource(this);
        loads.forEach(this::cancel);
    }
}
