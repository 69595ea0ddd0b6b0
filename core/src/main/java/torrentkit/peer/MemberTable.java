package torrentkit.peer;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import torrentkit.metainfo.InfoHash;

/** Which torrents this process takes connections for: those that were joined, and those that a source finds. Thread-safe. */
final class MemberTable {
    /** Torrents that are looked for at the same time; who asks for one more is refused. */
    static final int MAX_LOOK_UPS = 256;

    private final ConcurrentMap<InfoHash, SwarmMember> members = new ConcurrentHashMap<>();
    private final List<MemberSource> sources = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<InfoHash, CompletableFuture<Optional<SwarmMember>>> lookUps = new ConcurrentHashMap<>();

    void join(SwarmMember member) {
        if (members.putIfAbsent(member.infoHash(), member) != null) {
            throw new IllegalStateException("torrent " + member.infoHash() + " is served or downloaded already");
        }
    }

    void leave(SwarmMember member) {
        members.remove(member.infoHash(), member);
    }

    void add(MemberSource source) {
        sources.add(source);
    }

    void remove(MemberSource source) {
        sources.remove(source);
    }

    Optional<SwarmMember> joined(InfoHash infoHash) {
        return Optional.ofNullable(members.get(infoHash));
    }

    /**
     * Starts to look for a torrent that was not joined, or waits with those who look for it already.
     *
     * @return nothing when no source may know it, or too much is looked for
     */
    Optional<CompletableFuture<Optional<SwarmMember>>> lookUp(InfoHash infoHash, InetAddress peer) {
        for (MemberSource source : sources) {
            if (source.mayKnow(infoHash, peer)) {
                return Optional.of(lookUp(infoHash, source));
            }
        }
        return Optional.empty();
    }

    private CompletableFuture<Optional<SwarmMember>> lookUp(InfoHash infoHash, MemberSource source) {
        CompletableFuture<Optional<SwarmMember>> started = new CompletableFuture<>();
        CompletableFuture<Optional<SwarmMember>> running = lookUps.putIfAbsent(infoHash, started);
        if (running != null) {
            return running;
        }
        started.whenComplete((found, failure) -> lookUps.remove(infoHash, started));
        SwarmMember joined = members.get(infoHash);
        if (joined != null) { // a look-up that ended since the caller looked
            started.complete(Optional.of(joined));
            return started;
        }
        if (lookUps.size() > MAX_LOOK_UPS) {
            started.complete(Optional.empty());
            return started;
        }
        try {
            source.find(infoHash).whenComplete((found, failure) -> {
                if (failure == null) {
                    started.complete(found);
                } else {
                    started.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            started.completeExceptionally(e);
        }
        return started;
    }
}
