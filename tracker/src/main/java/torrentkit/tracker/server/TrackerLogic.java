package torrentkit.tracker.server;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.ScrapeResponse;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.server.TorrentAccess.Access;
import torrentkit.tracker.swarm.SwarmStore;
import torrentkit.tracker.swarm.SwarmView;
import torrentkit.tracker.swarm.Wish;

/**
 * What the tracker answers, whatever the request came by: which torrents it tracks, which address it believes, how many peers it
 * names, when it wants to hear again. Any thread may ask.
 */
final class TrackerLogic {
    private static final ClientException UNKNOWN = new ClientException("this tracker does not know the torrent");

    private final TrackerConfig config;
    private final SwarmStore store;
    private final Optional<TorrentAccess> access;
    private final Map<InfoHash, Optional<LocalSeed>> registered = new ConcurrentHashMap<>();
    /** The seeder of what {@link #access} says is seeded here. */
    private volatile Optional<LocalSeed> localSeed = Optional.empty();

    private volatile boolean retired;

    TrackerLogic(TrackerConfig config, SwarmStore store) {
        this(config, store, Optional.empty());
    }

    /** @param access asked about torrents that are not registered */
    TrackerLogic(TrackerConfig config, SwarmStore store, Optional<TorrentAccess> access) {
        this.config = config;
        this.store = store;
        this.access = access;
    }

    void register(InfoHash infoHash) {
        registered.putIfAbsent(infoHash, Optional.empty());
    }

    void register(InfoHash infoHash, LocalSeed seed) {
        registered.put(infoHash, Optional.of(seed));
    }

    void localSeed(LocalSeed seed) {
        localSeed = Optional.of(seed);
    }

    /** Names no local seed any more: this process is about to end. */
    void retire() {
        retired = true;
    }

    /** Whether a key in a URL can mean anything. */
    boolean knowsKeys() {
        return access.isPresent();
    }

    void withdraw(InfoHash infoHash) {
        registered.remove(infoHash);
        store.remove(infoHash);
    }

    /** Whether a torrent was registered; in an open tracker others are tracked too. */
    boolean isRegistered(InfoHash infoHash) {
        return registered.containsKey(infoHash);
    }

    /**
     * @param key what the request's URL holds before its last segment
     * @param from the address that the request came from
     * @param to the local address that it reached
     * @param ownFamily whether the answer can only hold peers of the asker's address family
     * @throws ClientException with what to tell the asker
     */
    AnnounceResponse announce(
            AnnounceRequest request, Optional<String> key, InetAddress from, InetAddress to, boolean ownFamily) {
        InetAddress believed = request.ip().isPresent() && isTrusted(from)
                ? literal(request.ip().get())
                : from;
        Optional<LocalSeed> seed = admit(request, key, believed);
        int numWant = Math.min(config.maxNumWant(), request.numWant().orElse(config.defaultNumWant()));
        if (ownFamily && !(from instanceof Inet4Address)) {
            numWant = Math.min(numWant, UdpTrackerHandler.MAX_PEERS6);
        }
        boolean seedWanted = seed.isPresent()
                && numWant > 0
                && request.wantsSeeds()
                && request.event() != AnnounceEvent.STOPPED
                && !seed.get().id().equals(request.peerId());
        InetAddress at = seed.flatMap(LocalSeed::address).orElse(to);
        boolean reachable = !ownFamily || at.getClass() == from.getClass();
        SwarmView view = store.announce(request, believed, new Wish(numWant, ownFamily, seedWanted && reachable));
        SwarmCounts counts = view.counts();
        PeerList peers = view.peers();
        if (seed.isPresent()) {
            counts = new SwarmCounts(counts.complete() + 1, counts.incomplete(), counts.downloaded());
            if (view.origin()) {
                peers = peers.withFirst(
                        at, seed.get().port(), Optional.of(seed.get().id()));
            }
        }
        return AnnounceResponse.of(
                Duration.ofSeconds(view.intervalSeconds()),
                Duration.ofSeconds(view.leastSeconds()),
                counts.complete(),
                counts.incomplete(),
                peers);
    }

    /** Answers for those torrents that are tracked and leaves the others out (BEP 48). */
    ScrapeResponse scrape(ScrapeRequest request, Optional<String> key, InetAddress from) {
        Map<InfoHash, SwarmCounts> files = new LinkedHashMap<>();
        for (InfoHash infoHash : request.infoHashes()) {
            Optional<LocalSeed> seed = registered.get(infoHash);
            if (seed == null) {
                seed = seedOf(access.isPresent() ? access.get().scrape(infoHash, key, from) : Access.UNKNOWN);
            }
            if (seed != null) {
                files.put(infoHash, counts(infoHash, named(seed).isPresent()));
            }
        }
        return new ScrapeResponse(files);
    }

    SwarmCounts counts(InfoHash infoHash) {
        return counts(
                infoHash,
                named(registered.getOrDefault(infoHash, Optional.empty())).isPresent());
    }

    private SwarmCounts counts(InfoHash infoHash, boolean seeded) {
        SwarmCounts others = store.counts(infoHash);
        return seeded ? new SwarmCounts(others.complete() + 1, others.incomplete(), others.downloaded()) : others;
    }

    /** Lets an announce through, with the local seed of its torrent, or throws why not. */
    private Optional<LocalSeed> admit(AnnounceRequest request, Optional<String> key, InetAddress believed) {
        Optional<LocalSeed> seed = registered.get(request.infoHash());
        return named(seed != null ? seed : ask(request, key, believed));
    }

    private Optional<LocalSeed> ask(AnnounceRequest request, Optional<String> key, InetAddress believed) {
        Access answer = access.isPresent() ? access.get().announce(request.infoHash(), key, believed) : Access.UNKNOWN;
        Optional<LocalSeed> seed = seedOf(answer);
        if (seed == null) {
            // Whoever had leave until now is not named to others any longer.
            store.drop(request.infoHash(), believed, request.port());
            throw answer instanceof Access.Refused refused
                    ? new ClientException(refused.sentence(), refused.retryIn())
                    : UNKNOWN;
        }
        if (request.event() == AnnounceEvent.STOPPED && answer instanceof Access.Granted) {
            access.get().stopped(request.infoHash(), key, believed);
        }
        return seed;
    }

    /** The seeder of a torrent that is tracked, if it has one here; null when the torrent is not tracked. */
    private Optional<LocalSeed> seedOf(Access answer) {
        if (answer instanceof Access.Granted granted) {
            return granted.seededHere() ? localSeed : Optional.empty();
        }
        return answer instanceof Access.Unknown && config.open() ? Optional.empty() : null;
    }

    private Optional<LocalSeed> named(Optional<LocalSeed> seed) {
        return retired ? Optional.empty() : seed;
    }

    private boolean isTrusted(InetAddress asker) {
        return asker.isLoopbackAddress() || config.ipTrusted().contains(asker);
    }

    /** Never looks a name up: that would block, and an outsider could choose what we ask. */
    private static InetAddress literal(String text) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(text);
        if (address == null || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new ClientException("ip must be the address of a host");
        }
        return address;
    }
}
