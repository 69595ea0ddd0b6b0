package torrentkit.downloader.web;

import io.netty.channel.EventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import torrentkit.downloader.peer.Contributor;
import torrentkit.downloader.peer.PieceAssembly;
import torrentkit.downloader.peer.Workplace;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.RateMeter;
import torrentkit.piece.TorrentLayout;

/**
 * One URL of a torrent's content (BEP 19) as a source of a download, with one connection or two. What it lacks, how often it failed and
 * whether it lied is known here. Belongs to its event loop, but for what is said to be for any thread.
 */
public final class WebSeed implements Contributor {
    private static final Logger LOG = System.getLogger(WebSeed.class.getName());

    private static final long SECOND = 1_000_000_000L;
    private static final long SHORT_PAUSE = 2 * SECOND;

    private final InetSocketAddress remote;
    private final String host;
    private final String name;
    private final SeedFiles files;
    private final WebSeeds owner;
    private final Workplace workplace;
    private final TorrentLayout layout;
    private final EventLoop loop;
    private final SeedPieces pieces;
    private final Backoff backoff = new Backoff(new Random());
    private final List<WebWorker> workers = new ArrayList<>();
    private final RateMeter meter;
    private boolean wholeFilesOnly;
    private long pausedUntil;
    private long pause;
    private volatile boolean engaged; // whether others were told that it is at work
    private volatile SeedUse use = SeedUse.NOTHING;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Optional<String> fault = Optional.empty(); // for which it is over
    private volatile boolean over; // given up, banned or closed
    private volatile boolean suspect;
    private volatile boolean poisonous;
    private volatile long downloadedBytes;
    private volatile CompletableFuture<List<InetAddress>> addresses;

    /** @throws IllegalArgumentException when the URL is none that may be contacted; says why */
    WebSeed(URI uri, InetSocketAddress remote, Metainfo metainfo, WebSeeds owner, EventLoop loop) {
        this.remote = remote;
        WebUrl url = WebUrl.of(uri);
        this.host = url.host();
        this.name = url.toString();
        this.files = new SeedFiles(metainfo, uri);
        this.owner = owner;
        this.workplace = owner.workplace();
        this.layout = metainfo.layout();
        this.loop = loop;
        this.pieces = new SeedPieces(this, workplace, metainfo);
        this.meter = new RateMeter(now());
        this.pausedUntil = now();
        for (int i = 0; i < SeedUse.MAX_CONNECTIONS; i++) {
            workers.add(new WebWorker(this, i));
        }
    }

    /** Its host and port, unresolved. Any thread. */
    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    /** What it is used for at the moment. Any thread. */
    public SeedUse use() {
        return use;
    }

    /** What it is for from now on. Any thread. */
    public void use(SeedUse next) {
        if (use != next && !over) {
            use = next;
            wake();
        }
    }

    /** Whether it is at work. Any thread. */
    public boolean isEngaged() {
        return engaged;
    }

    /** The URL for people, without what may be secret. Any thread. */
    public String name() {
        return name;
    }

    /** Whether it may yet be of use. Any thread. */
    public boolean isHopeful() {
        return !over;
    }

    /** Whether it sent wrong data. Any thread. */
    public boolean isPoisonous() {
        return poisonous;
    }

    /** What it failed of lately, as the rest of a sentence that begins with its name. Any thread. */
    public Optional<String> trouble() {
        return fault.or(() -> trouble);
    }

    /** Bytes that it sent. Any thread. */
    public long downloadedBytes() {
        return downloadedBytes;
    }

    /** Bytes a second over the last few seconds. Any thread. */
    public double rate() {
        return meter.perSecond();
    }

    /** A piece that it is asked for. Any thread. */
    public OptionalInt piece() {
        return workers.stream()
                .map(WebWorker::piece)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    /** Whether our own rate limit is what holds it back. Any thread. */
    public boolean isHeld() {
        return workers.stream().anyMatch(WebWorker::isHeld);
    }

    /** The addresses of its host; empty until they are known, and for a host that has none. Any thread. */
    public Optional<List<InetAddress>> addresses() {
        CompletableFuture<List<InetAddress>> known = addresses;
        if (known == null) {
            known = owner.dialler().lookUp(host);
            addresses = known;
        }
        return known.isDone() ? Optional.of(known.exceptionally(e -> List.of()).join()) : Optional.empty();
    }

    /** Something may have changed. Any thread. */
    void wake() {
        onLoop(() -> List.copyOf(workers).forEach(WebWorker::go));
    }

    /** About once a second, on its loop. */
    void tick() {
        long now = now();
        meter.sample(downloadedBytes, now);
        List.copyOf(workers).forEach(worker -> worker.tick(now));
        disengageIfIdle();
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "{0} is closing", remote);
        }
    }

    // What the workers need; on the loop.

    Workplace workplace() {
        return workplace;
    }

    TorrentLayout layout() {
        return layout;
    }

    SeedPieces pieces() {
        return pieces;
    }

    SeedFiles files() {
        return files;
    }

    EventLoop loop() {
        return loop;
    }

    WebDialler dialler() {
        return owner.dialler();
    }

    String userAgent() {
        return owner.userAgent();
    }

    long now() {
        return owner.now();
    }

    /** Whether this worker may ask for more. */
    boolean mayAsk(WebWorker worker) {
        return !over && worker.number() < (wholeFilesOnly ? Math.min(1, use.connections()) : use.connections());
    }

    /** Whether it may be asked for bytes that are of no use, to get at those behind them. */
    boolean mayLoadForNothing() {
        return wholeFilesOnly && use == SeedUse.ALONE;
    }

    /** It was asked for a part of a file and sends all of it. */
    void servesWholeFiles() {
        wholeFilesOnly = true;
    }

    boolean isPaused() {
        return pausedUntil - now() > 0;
    }

    /** Whether what was begun may wait for the end of the pause. */
    boolean isPausedShortly() {
        return !over && pause <= SHORT_PAUSE;
    }

    void connected() {
        if (!engaged) {
            engaged = true;
            owner.engaged(this);
        }
    }

    private void disengageIfIdle() {
        if (use == SeedUse.NOTHING) {
            disengage("peers suffice");
        }
    }

    private void disengage(String why) {
        if (engaged) {
            engaged = false;
            owner.disengaged(this, why);
        }
    }

    /** Bytes of use have come. */
    void received(int bytes) {
        downloaded(bytes);
        backoff.succeeded();
        trouble = Optional.empty();
    }

    /** Bytes have come. */
    void downloaded(int bytes) {
        downloadedBytes += bytes;
    }

    /** Something went wrong that may be right later. */
    void failed(String why, OptionalLong retrySeconds) {
        pause = backoff.failed(retrySeconds);
        pausedUntil = now() + pause;
        if (backoff.isHopeless()) {
            giveUp(why + ", for the " + Backoff.MAX_FAILURES + "th time in a row");
            return;
        }
        trouble = Optional.of(why);
        LOG.log(Level.DEBUG, "web seed {0}: {1}; tried again in {2} ms", name, why, String.valueOf(pause / 1_000_000));
        if (!isPausedShortly()) {
            List.copyOf(workers).forEach(WebWorker::stop);
            disengage(why + "; it is tried again in " + (pause + SECOND - 1) / SECOND + " s");
        }
        loop.schedule(this::wake, pause, TimeUnit.NANOSECONDS);
    }

    /** A file is not there, or is another: its pieces are not asked for here any more. */
    void lacks(int file, String why) {
        String sentence = why + (layout.fileCount() > 1 ? " for " + files.url(file) : "");
        trouble = Optional.of(sentence);
        if (pieces.lacks(file)) {
            LOG.log(Level.DEBUG, "web seed {0}: {1}", name, sentence);
        } else {
            giveUp(sentence);
        }
    }

    /** It is of no use. */
    void giveUp(String why) {
        if (!over) {
            LOG.log(Level.INFO, "web seed {0} is not used any more: {1}", name, why);
            fault = Optional.of(why);
            end(why);
        }
    }

    private void end(String why) {
        over = true;
        use = SeedUse.NOTHING;
        List.copyOf(workers).forEach(WebWorker::stop);
        disengage(why);
    }

    /** Asks for nothing any more. Any thread. */
    void close(String why) {
        over = true;
        onLoop(() -> end(why));
    }

    // As a contributor; on any thread.

    @Override
    public long nanosToAnswer() {
        long longest = 0;
        for (WebWorker worker : workers) {
            longest = Math.max(longest, worker.isBusy() ? worker.nanosToFinish() : 0);
        }
        return longest;
    }

    @Override
    public void unneeded(PieceAssembly piece, int number) {
        // What was asked for comes; it is not worth another request.
    }

    @Override
    public void unneeded(PieceAssembly piece) {
        onLoop(() -> workers.forEach(worker -> worker.unneeded(piece)));
    }

    @Override
    public void suspected() {
        suspect = true;
    }

    @Override
    public void trusted() {
        suspect = false;
    }

    boolean isSuspect() {
        return suspect;
    }

    @Override
    public void poisoned(int index) {
        if (!poisonous) {
            LOG.log(
                    Level.WARNING,
                    "web seed {0} sent wrong data of piece {1} and is banned",
                    name,
                    String.valueOf(index));
        }
        fault = Optional.of("it sent wrong data of piece " + index);
        poisonous = true;
        over = true;
        owner.poisoned(this, index);
        onLoop(() -> end("it sent wrong data"));
    }

    @Override
    public String toString() {
        return "web seed " + name;
    }
}
