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
    private ResultsQueue.Load before = new ResultsQueue.Load(0, 0, 0, 0);
    private volatile Bottleneck bottleneck;
    private volatile WebSources
            web; // null until it may be needed: a download without web seeds loads nothing of theirs
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
        openWebSeeds();
        bottleneck = facts().decide();
        if (request.meetsPeers()) {
            search.dialler().dial(swarm);
            if (search.dialler().isIdle()
                    && swarm.peers().size() < parts.config().bounds().maxPeers() / 2) {
                search.announces().wantPeers();
            }
        }
        boolean hope = search.hasHope();
        WebSources seeds = web;
        if (seeds == null) {
            return stalls.look(now, swarm.downloadedBytes(), swarm.peers().size(), hope);
        }
        seeds.second(now, hope || search.mayFindMore(), isEnough(bottleneck));
        return seeds.end()
                .or(() -> stalls.look(now, swarm.downloadedBytes(), sources(), hope || seeds.hasHope())
                        .map(cause -> new DownloadException(cause.reason(), cause.getMessage() + seeds.trouble())));
    }

    /** Connected peers, and web seeds that are at work. */
    private int sources() {
        WebSources seeds = web;
        return swarm.peers().size() + (seeds == null ? 0 : seeds.engaged());
    }

    /** The download begins: without anybody else web seeds are used at once. */
    void begin(long now) {
        if (!request.meetsPeers() || !search.hasHope() && !search.mayFindMore()) {
            openWebSeeds();
            if (web != null) {
                web.second(now, false, false);
            }
        }
    }

    private static boolean isEnough(Bottleneck limit) {
        return limit == Bottleneck.RATE_LIMIT || limit == Bottleneck.DISK || limit == Bottleneck.HASH;
    }

    /** Web seeds may be needed, if there are any and they may be used. */
    private synchronized void openWebSeeds() {
        boolean may = request.webSeeds() != WebSeedPolicy.NEVER
                && (!request.meetsPeers() || !request.metainfo().webSeeds().isEmpty());
        if (web == null && may && !ended) {
            web = new WebSources(request, swarm, parts, this::poisoned);
        }
    }

    /** Something may have become free to be fetched. Any thread. */
    void workReturned() {
        WebSources seeds = web;
        if (seeds != null) {
            seeds.wake();
        }
    }

    /** The web seeds that are at work. Any thread. */
    List<DownloadPeer> webSeedStatus() {
        WebSources seeds = web;
        return seeds == null ? List.of() : seeds.status();
    }

    /** Web seeds are asked for nothing any more. Any thread. */
    synchronized void end(String why) {
        ended = true;
        if (web != null) {
            web.close(why);
        }
    }

    private BottleneckFacts facts() {
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
        WebSources seeds = web;
        int engaged = seeds == null ? 0 : seeds.engaged();
        if (seeds != null) {
            rate += seeds.rate();
            bestIsComplete |= seeds.bestRate() > bestRate;
            bestRate = Math.max(bestRate, seeds.bestRate());
        }
        ResultsQueue.Load load = swarm.load();
        long waiting = Math.min(load.waitingBytes(), before.waitingBytes()); // two looks: a burst is no bottleneck
        double writing = load.writeNanos() - before.writeNanos();
        double hashing = load.hashNanos() - before.hashNanos();
        before = load;
        return new BottleneckFacts(
                peers.size() + engaged,
                willing + engaged,
                swarm.seats().isHeld() || seeds != null && seeds.isHeld(),
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
                sources());
    }
}
