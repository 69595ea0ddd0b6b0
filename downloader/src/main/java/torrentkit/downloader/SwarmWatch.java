package torrentkit.downloader;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import torrentkit.peer.RateMeter;

/**
 * Looks at a download's swarm once a second: measures rates, has more peers dialled or asked for, finds out what limits, has web seeds
 * used when they are needed, and notices when it leads nowhere. {@link #second} runs on one event loop, one at a time; the rest may be asked by any thread.
 */
final class SwarmWatch {
    private final DownloadRequest request;
    private final DownloadSwarm swarm;
    private final DownloaderParts parts;
    private final PeerSearch search;
    private final StallWatch stalls;
    private final RateMeter downloadRate;
    private final RateMeter uploadRate;
    private ResultsQueue.Load before = new ResultsQueue.Load(0, 0, 0);
    private volatile Bottleneck bottleneck;
    private WebSources web; // guarded by this; null until they may be needed
    private boolean ended; // guarded by this

    SwarmWatch(DownloadRequest request, DownloadSwarm swarm, DownloaderParts parts, PeerSearch search, long now) {
        this.request = request;
        this.swarm = swarm;
        this.parts = parts;
        this.search = search;
        this.stalls = new StallWatch(parts.config().bounds().stallTimeout(), now);
        this.downloadRate = new RateMeter(now);
        this.uploadRate = new RateMeter(now);
    }

    /** A second is over. Answers why the download should be given up, if it should. */
    Optional<DownloadException> second(long now) {
        downloadRate.sample(swarm.downloadedBytes(), now);
        uploadRate.sample(swarm.uploadedBytes(), now);
        swarm.peers().forEach(peer -> peer.sample(now));
        if (!swarm.wantsPeers()) {
            return Optional.empty();
        }
        Optional<WebSources> sources = webSeeds();
        bottleneck = facts(sources).decide();
        if (request.meetsPeers()) {
            search.dialler().dial(swarm);
            if (search.dialler().isIdle()
                    && swarm.peers().size() < parts.config().bounds().maxPeers() / 2) {
                search.announces().wantPeers();
            }
        }
        boolean hope = search.hasHope();
        if (sources.isEmpty()) {
            return stalls.look(now, swarm.downloadedBytes(), swarm.peers().size(), hope);
        }
        WebSources seeds = sources.get();
        seeds.second(now, hope || search.mayFindMore(), isEnough(bottleneck));
        return seeds.end()
                .or(() -> stalls.look(
                                now,
                                swarm.downloadedBytes(),
                                swarm.peers().size() + seeds.engaged(),
                                hope || seeds.hasHope())
                        .map(cause -> new DownloadException(cause.reason(), cause.getMessage() + seeds.trouble())));
    }

    /** The download begins: without anybody else web seeds are used at once. */
    void begin(long now) {
        if (!request.meetsPeers() || !search.hasHope() && !search.mayFindMore()) {
            webSeeds().ifPresent(seeds -> seeds.second(now, false, false));
        }
    }

    private static boolean isEnough(Bottleneck limit) {
        return limit == Bottleneck.RATE_LIMIT || limit == Bottleneck.DISK || limit == Bottleneck.HASH;
    }

    /** The web seeds, if they may be used; a download without any loads nothing of what they need. */
    private synchronized Optional<WebSources> webSeeds() {
        boolean may = request.webSeeds() != WebSeedPolicy.NEVER
                && !ended
                && (!request.meetsPeers() || !request.metainfo().webSeeds().isEmpty());
        if (web == null && may) {
            web = new WebSources(request, swarm, parts, this::poisoned);
        }
        return known();
    }

    private synchronized Optional<WebSources> known() {
        return Optional.ofNullable(web);
    }

    /** Something may have become free to be fetched. Any thread. */
    void workReturned() {
        known().ifPresent(WebSources::wake);
    }

    /** The web seeds that are at work. Any thread. */
    List<DownloadPeer> webSeedStatus() {
        return known().map(WebSources::status).orElse(List.of());
    }

    /** Web seeds are asked for nothing any more. Any thread. */
    synchronized void end(String why) {
        ended = true;
        if (web != null) {
            web.close(why);
        }
    }

    private BottleneckFacts facts(Optional<WebSources> sources) {
        Collection<SwarmPeer> peers = swarm.peers();
        int willing = 0;
        double rate = 0;
        double bestRate = 0;
        boolean bestIsComplete = false;
        for (SwarmPeer peer : peers) {
            willing += peer.isWilling() ? 1 : 0;
            rate += peer.rate().perSecond();
            if (peer.rate().perSecond() > bestRate) {
                bestRate = peer.rate().perSecond();
                bestIsComplete = peer.isComplete();
            }
        }
        int engaged = sources.map(WebSources::engaged).orElse(0);
        if (engaged > 0) {
            rate += sources.get().rate();
            bestIsComplete |= sources.get().bestRate() > bestRate;
            bestRate = Math.max(bestRate, sources.get().bestRate());
        }
        ResultsQueue.Load load = swarm.load();
        long waiting = Math.min(load.waitingBytes(), before.waitingBytes()); // two looks: a burst is no bottleneck
        double writing = load.writeNanos() - before.writeNanos();
        double hashing = load.hashNanos() - before.hashNanos();
        before = load;
        return new BottleneckFacts(
                peers.size() + engaged,
                willing + engaged,
                swarm.seats().isHeld() || engaged > 0 && sources.get().isHeld(),
                waiting / (double) parts.config().bounds().memoryBytes(),
                writing / Math.max(1, writing + hashing),
                rate,
                bestRate,
                bestIsComplete);
    }

    /** A peer sent wrong data. */
    void poisoned() {
        stalls.poisoned();
    }

    /** What limits the download, as of the last second; empty before that. */
    Optional<Bottleneck> bottleneck() {
        return Optional.ofNullable(bottleneck);
    }

    /** How far the download is. */
    DownloadProgress progress(DownloadProgress.Phase phase, Wanted wanted) {
        return new DownloadProgress(
                phase,
                wanted.bytes(),
                swarm.verified().wantedBytes(),
                wanted.pieces(),
                swarm.verified().wantedCount(),
                swarm.downloadedBytes(),
                swarm.uploadedBytes(),
                swarm.wastedBytes(),
                downloadRate.perSecond(),
                uploadRate.perSecond(),
                swarm.peers().size() + known().map(WebSources::engaged).orElse(0));
    }
}
