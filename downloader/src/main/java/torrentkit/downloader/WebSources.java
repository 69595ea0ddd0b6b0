package torrentkit.downloader;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.downloader.web.SeedUse;
import torrentkit.downloader.web.WebSeed;
import torrentkit.downloader.web.WebSeeds;

/**
 * A download's web seeds, and when they are used. {@link #second} runs on one event loop, one at a time; the rest may be asked by any
 * thread.
 */
final class WebSources implements WebSeeds.Listener {
    private final DownloadRequest request;
    private final DownloadSwarm swarm;
    private final WebSeedGate gate;
    private final WebSeeds seeds;
    private final Runnable onPoison;

    WebSources(DownloadRequest request, DownloadSwarm swarm, DownloaderParts parts, Runnable onPoison) {
        this.request = request;
        this.swarm = swarm;
        this.onPoison = onPoison;
        this.gate = new WebSeedGate(request.webSeeds(), new Random(), DownloadSwarm.now());
        this.seeds = new WebSeeds(
                request.metainfo(), swarm, parts.network(), parts.config().trackers(), this, DownloadSwarm::now);
    }

    /**
     * A second is over, or the first begins.
     *
     * @param hope whether peers may yet be found
     * @param enough whether something else than the sources limits the download
     */
    void second(long now, boolean hope, boolean enough) {
        long webBytes = downloadedBytes();
        SeedUse use = gate.look(
                now,
                new WebSeedFacts(
                        swarm.connected(),
                        hope,
                        swarm.downloadedBytes() - webBytes,
                        webBytes,
                        enough,
                        swarm.peers().stream().anyMatch(SwarmPeer::isComplete)
                                ? 0
                                : swarm.queue().lacking().count()));
        for (WebSeed seed : seeds.all()) {
            seed.use(!request.meetsPeers() ? use : useOf(seed, use, now));
        }
    }

    /**
     * A web seed whose machine is a seed among the peers too has nothing to add to what that sends, and whom it lets wait there is not to
     * be served at another door.
     */
    private SeedUse useOf(WebSeed seed, SeedUse use, long now) {
        if (use == SeedUse.NOTHING) {
            return use;
        }
        Optional<List<InetAddress>> addresses = seed.addresses();
        boolean alsoPeer = addresses.isEmpty() // not known yet: the next second tells
                || swarm.peers().stream()
                        .anyMatch(peer -> peer.isComplete()
                                && addresses
                                        .get()
                                        .contains(peer.session()
                                                .connection()
                                                .remote()
                                                .getAddress()));
        return alsoPeer && !(addresses.isPresent() && gate.isDesperate(now)) ? SeedUse.NOTHING : use;
    }

    /** Something may have become free to be fetched. */
    void wake() {
        seeds.wake();
    }

    /** Bytes that web seeds sent. */
    long downloadedBytes() {
        long bytes = 0;
        for (WebSeed seed : seeds.all()) {
            bytes += seed.downloadedBytes();
        }
        return bytes;
    }

    /** Those that are at work. */
    int engaged() {
        int count = 0;
        for (WebSeed seed : seeds.all()) {
            count += seed.isEngaged() ? 1 : 0;
        }
        return count;
    }

    /** The fastest one's bytes a second. */
    double bestRate() {
        double best = 0;
        for (WebSeed seed : seeds.all()) {
            best = Math.max(best, seed.rate());
        }
        return best;
    }

    /** Bytes a second of all of them. */
    double rate() {
        double sum = 0;
        for (WebSeed seed : seeds.all()) {
            sum += seed.rate();
        }
        return sum;
    }

    /** Whether one waits for our own rate limit. */
    boolean isHeld() {
        return seeds.all().stream().anyMatch(WebSeed::isHeld);
    }

    /** Whether one may yet be of use. */
    boolean hasHope() {
        return seeds.all().stream().anyMatch(WebSeed::isHopeful);
    }

    /** Why the download should be given up, where nobody else is asked and nobody is left. */
    Optional<DownloadException> end() {
        if (request.meetsPeers() || hasHope() || mayBeDone()) {
            return Optional.empty();
        }
        boolean wrong = seeds.all().stream().anyMatch(WebSeed::isPoisonous);
        return Optional.of(new DownloadException(
                wrong ? Reason.WRONG_DATA : Reason.NOBODY_REACHABLE,
                "no web seed is left to load from" + trouble() + ": check their URLs, or allow peers"));
    }

    /** Whether what came last is still being verified, or was the last that was missing. In this order: it may become so in between. */
    private boolean mayBeDone() {
        return swarm.load().pieces() > 0 || !swarm.wantsPeers();
    }

    /** What web seeds failed of, to be added to a sentence; empty if none did. */
    String trouble() {
        StringBuilder text = new StringBuilder();
        for (WebSeed seed : seeds.all()) {
            seed.trouble()
                    .ifPresent(why -> text.append("; the web seed ")
                            .append(seed.name())
                            .append(": ")
                            .append(why));
            if (text.length() > 500) {
                break;
            }
        }
        return text.toString();
    }

    /** Those that are at work, as sources among the peers. */
    List<DownloadPeer> status() {
        return seeds.all().stream().filter(WebSeed::isEngaged).map(this::status).toList();
    }

    private DownloadPeer status(WebSeed seed) {
        OptionalInt piece = seed.piece();
        return new DownloadPeer(
                seed.remote(),
                "web seed",
                true,
                request.metainfo().layout().pieceCount(),
                piece,
                seed.downloadedBytes(),
                0,
                seed.rate(),
                0,
                true,
                false,
                false,
                true,
                true);
    }

    @Override
    public void engaged(WebSeed seed) {
        request.events().accept(new DownloadEvent.PeerConnected(seed.remote()));
    }

    @Override
    public void disengaged(WebSeed seed, String why) {
        request.events().accept(new DownloadEvent.PeerDisconnected(seed.remote(), Optional.of(why)));
    }

    @Override
    public void poisoned(WebSeed seed, int index) {
        request.events().accept(new DownloadEvent.PieceRefused(seed.remote(), index));
        onPoison.run();
    }

    /** Asks nobody any more. */
    void close(String why) {
        seeds.close(why);
    }
}
