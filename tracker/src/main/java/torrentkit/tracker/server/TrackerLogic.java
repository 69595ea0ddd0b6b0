package torrentkit.tracker.server;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.ScrapeResponse;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.swarm.SwarmStore;
import torrentkit.tracker.swarm.SwarmView;

/**
 * What the tracker answers, whatever the request came by: which torrents it tracks, which address it believes, how many peers it
 * names, when it wants to hear again. Any thread may ask.
 */
final class TrackerLogic {
    private final TrackerConfig config;
    private final SwarmStore store;
    private final IntervalPolicy intervals;
    private final Duration minInterval;
    private final Map<InfoHash, Optional<LocalSeed>> registered = new ConcurrentHashMap<>();

    TrackerLogic(TrackerConfig config, SwarmStore store) {
        this.config = config;
        this.store = store;
        this.intervals = new IntervalPolicy(config.minInterval(), config.maxInterval());
        this.minInterval = config.minInterval();
    }

    void register(InfoHash infoHash) {
        registered.putIfAbsent(infoHash, Optional.empty());
    }

    void register(InfoHash infoHash, LocalSeed seed) {
        registered.put(infoHash, Optional.of(seed));
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
     * @param from the address that the request came from
     * @param to the local address that it reached
     * @param ownFamily whether the answer can only hold peers of the asker's address family
     * @throws ClientException with what to tell the asker
     */
    AnnounceResponse announce(AnnounceRequest request, InetAddress from, InetAddress to, boolean ownFamily) {
        Optional<LocalSeed> seed = localSeed(request.infoHash());
        InetAddress believed = request.ip().isPresent() && isTrusted(from)
                ? literal(request.ip().get())
                : from;
        int numWant = Math.min(config.maxNumWant(), request.numWant().orElse(config.defaultNumWant()));
        if (ownFamily && !(from instanceof Inet4Address)) {
            numWant = Math.min(numWant, UdpTrackerHandler.MAX_PEERS6);
        }
        boolean seedWanted = seed.isPresent()
                && numWant > 0
                && !request.totals().complete()
                && request.event() != AnnounceEvent.STOPPED
                && !seed.get().id().equals(request.peerId());
        SwarmView view = store.announce(request, believed, seedWanted ? numWant - 1 : numWant, ownFamily);
        SwarmCounts counts = view.counts();
        PeerList peers = view.peers();
        if (seed.isPresent()) {
            counts = new SwarmCounts(counts.complete() + 1, counts.incomplete(), counts.downloaded());
            InetAddress at = seed.get().address().orElse(to);
            if (seedWanted && (!ownFamily || at.getClass() == from.getClass())) {
                peers = peers.withFirst(
                        at, seed.get().port(), Optional.of(seed.get().id()));
            }
        }
        long seconds = intervals.seconds(
                counts, view.ageSeconds(), ThreadLocalRandom.current().nextDouble());
        return AnnounceResponse.of(
                Duration.ofSeconds(seconds), minInterval, counts.complete(), counts.incomplete(), peers);
    }

    /** Answers for those torrents that are tracked and leaves the others out (BEP 48). */
    ScrapeResponse scrape(ScrapeRequest request) {
        Map<InfoHash, SwarmCounts> files = new LinkedHashMap<>();
        for (InfoHash infoHash : request.infoHashes()) {
            if (config.open() || registered.containsKey(infoHash)) {
                files.put(infoHash, counts(infoHash));
            }
        }
        return new ScrapeResponse(files);
    }

    SwarmCounts counts(InfoHash infoHash) {
        SwarmCounts others = store.counts(infoHash);
        boolean seeded = registered.getOrDefault(infoHash, Optional.empty()).isPresent();
        return seeded ? new SwarmCounts(others.complete() + 1, others.incomplete(), others.downloaded()) : others;
    }

    private Optional<LocalSeed> localSeed(InfoHash infoHash) {
        Optional<LocalSeed> seed = registered.get(infoHash);
        if (seed != null) {
            return seed;
        }
        if (!config.open()) {
            throw new ClientException("this tracker does not know the torrent");
        }
        return Optional.empty();
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
