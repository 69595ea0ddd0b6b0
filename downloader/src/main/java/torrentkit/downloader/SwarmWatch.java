package torrentkit.downloader;

import java.util.Collection;
import java.util.Optional;
import torrentkit.peer.RateMeter;

/**
 * Looks at a download's swarm once a second: measures rates, has more peers dialled or asked for, finds out what limits, and notices
 * when it leads nowhere. {@link #second} runs on one event loop, one at a time; the rest may be asked by any thread.
 */
final class SwarmWatch {
    private final DownloadSwarm swarm;
    private final DownloaderParts parts;
    private final PeerAddresses addresses;
    private final Dialler dialler;
    private final Announces announces;
    private final StallWatch stalls;
    private final RateMeter downloadRate;
    private final RateMeter uploadRate;
    private ResultsQueue.Load before = new ResultsQueue.Load(0, 0, 0);
    private volatile Bottleneck bottleneck;

    SwarmWatch(
            DownloadSwarm swarm,
            DownloaderParts parts,
            PeerAddresses addresses,
            Dialler dialler,
            Announces announces,
            long now) {
        this.swarm = swarm;
        this.parts = parts;
        this.addresses = addresses;
        this.dialler = dialler;
        this.announces = announces;
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
        bottleneck = facts().decide();
        dialler.dial(swarm);
        if (dialler.isIdle() && swarm.peers().size() < parts.config().bounds().maxPeers() / 2) {
            announces.wantPeers();
        }
        boolean hope = addresses.hasHope() || !dialler.isIdle();
        return stalls.look(now, swarm.downloadedBytes(), swarm.peers().size(), hope);
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
        ResultsQueue.Load load = swarm.load();
        long waiting = Math.min(load.waitingBytes(), before.waitingBytes()); // two looks: a burst is no bottleneck
        double writing = load.writeNanos() - before.writeNanos();
        double hashing = load.hashNanos() - before.hashNanos();
        before = load;
        return new BottleneckFacts(
                peers.size(),
                willing,
                swarm.seats().isHeld(),
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
                swarm.peers().size());
    }
}
