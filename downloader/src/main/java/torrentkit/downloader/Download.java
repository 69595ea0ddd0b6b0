package torrentkit.downloader;

import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import torrentkit.content.ContentVerifier;
import torrentkit.content.Verification;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.downloader.DownloadProgress.Phase;
import torrentkit.downloader.discovery.Discovery;
import torrentkit.downloader.discovery.TorrentDiscovery;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.RateMeter;
import torrentkit.seeder.upload.UploadResources;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;
import torrentkit.tracker.Totals;
import torrentkit.tracker.client.Announcer;
import torrentkit.tracker.client.AnnouncerConfig;
import torrentkit.tracker.client.AnnouncerStatus;
import torrentkit.tracker.client.TrackerClient;

/**
 * One torrent on its way to disk: checks what an earlier run left, fetches the rest, gives it its final name, and, if that was asked
 * for, goes on uploading. Thread-safe.
 */
public final class Download implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Download.class.getName());
    private static final int SECONDS_TO_DRAIN = 10;

    private final DownloadRequest request;
    private final DownloaderConfig config;
    private final PeerNetwork network;
    private final StorageExecutor storage;
    private final OpenFiles files;
    private final UploadResources uploads;
    private final TrackerClient trackers;
    private final TorrentDiscovery discovery;
    private final Consumer<DownloadEvent> events;
    private final Random random = new Random();
    private final CompletableFuture<Path> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final PeerAddresses addresses = new PeerAddresses(random);
    private final Dialler dialler;
    private final RateMeter downloadRate = new RateMeter(DownloadSwarm.now());
    private final RateMeter uploadRate = new RateMeter(DownloadSwarm.now());
    private final AtomicBoolean ended = new AtomicBoolean(); // whether the outcome is decided
    private volatile Phase phase = Phase.CHECKING;
    private volatile DownloadSwarm swarm;
    private PartContent content; // guarded by this
    private CompletableFuture<Verification> checking; // guarded by this
    private Announcer announcer; // guarded by this; null unless announcing
    private Future<?> clock; // guarded by this
    private boolean closed; // guarded by this
    private StallWatch stalls;

    Download(
            DownloadRequest request,
            DownloaderConfig config,
            PeerNetwork network,
            StorageExecutor storage,
            OpenFiles files,
            UploadResources uploads,
            TrackerClient trackers,
            Discovery discovery) {
        this.request = request;
        this.config = config;
        this.network = network;
        this.storage = storage;
        this.files = files;
        this.uploads = uploads;
        this.trackers = trackers;
        this.discovery =
                discovery.of(request.metainfo().infoHash(), request.metainfo().isPrivate(), this::addPeers);
        this.events = guarded(request.events());
        this.dialler = new Dialler(network, addresses, config.maxPeers());
        addresses.add(request.peers());
    }

    /** What a listener does wrong must not harm the download. */
    private static Consumer<DownloadEvent> guarded(Consumer<DownloadEvent> listener) {
        return event -> {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a listener failed when it was told of " + event, e);
            }
        };
    }

    public Metainfo metainfo() {
        return request.metainfo();
    }

    /**
     * The target, as soon as the content is whole and in place.
     *
     * @return fails with {@link DownloadException}; completed on any thread
     */
    public CompletableFuture<Path> outcome() {
        return outcome.copy();
    }

    /** Completes when {@link #close()} has released everything. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    /** More peers to try. */
    public void addPeers(Collection<InetSocketAddress> peers) {
        addresses.add(peers);
        DownloadSwarm current = swarm;
        if (current != null && phase == Phase.DOWNLOADING) {
            dialler.dial(current);
        }
    }

    /** How far it is. */
    public DownloadProgress progress() {
        DownloadSwarm current = swarm;
        long total = metainfo().layout().totalLength();
        int pieces = metainfo().layout().pieceCount();
        if (current == null) {
            return new DownloadProgress(phase, total, 0, pieces, 0, 0, 0, 0, 0, 0, 0);
        }
        return new DownloadProgress(
                phase,
                total,
                current.verified().bytes(),
                pieces,
                current.verified().count(),
                current.downloadedBytes(),
                current.uploadedBytes(),
                current.wastedBytes(),
                downloadRate.perSecond(),
                uploadRate.perSecond(),
                current.peers());
    }

    /** How the trackers answer; nothing while it does not announce. */
    public Optional<AnnouncerStatus> announces() {
        return Optional.ofNullable(announcer()).map(Announcer::status);
    }

    /** Takes the target and looks at what is there. Called once. */
    void start() {
        storage.execute(() -> {
            try {
                check();
            } catch (DownloadException e) {
                fail(e);
            } catch (RuntimeException e) {
                fail(new DownloadException(Reason.DISK, "cannot start the download: " + e.getMessage(), e));
            }
        });
    }

    private void check() {
        PartContent opened = PartContent.open(metainfo(), request.target(), files);
        CompletableFuture<Verification> verification;
        synchronized (this) {
            if (closed) {
                opened.close();
                return;
            }
            content = opened;
            checking = new ContentVerifier(storage).verify(metainfo(), opened.part(), hashed -> {});
            verification = checking;
        }
        verification.whenComplete((result, failure) -> {
            if (failure == null) {
                join(result);
            } else {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                fail(
                        cause instanceof StorageException disk
                                ? DownloadException.of(disk)
                                : new DownloadException(Reason.DISK, "cannot check " + opened.part(), cause));
            }
        });
    }

    /** Enters the swarm with what is on disk. */
    private synchronized void join(Verification verification) {
        if (closed) {
            return;
        }
        swarm = new DownloadSwarm(
                metainfo(),
                verification.good(),
                content,
                network,
                storage,
                config.memoryBytes(),
                uploads,
                events,
                discovery,
                new SwarmOwner());
        stalls = new StallWatch(config.stallTimeout(), DownloadSwarm.now());
        try {
            network.join(swarm);
        } catch (IllegalStateException e) {
            fail(new DownloadException(Reason.TARGET_IN_USE, e.getMessage(), e));
            return;
        }
        int todo = verification.good().size() - verification.good().count();
        events.accept(new DownloadEvent.Started(verification.good().size(), todo));
        phase = Phase.DOWNLOADING;
        discovery.start();
        if (config.announce()) {
            announcer = Announcer.start(
                    trackers,
                    AnnouncerConfig.defaults(),
                    metainfo().infoHash(),
                    network.peerId(),
                    network.port(),
                    metainfo().trackers(),
                    this::totals,
                    this::addPeers);
        }
        clock = network.loops().next().scheduleAtFixedRate(this::second, 1, 1, TimeUnit.SECONDS);
        if (todo == 0) {
            finish();
        } else {
            dialler.dial(swarm);
        }
    }

    /** Once a second, on an event loop. */
    private void second() {
        DownloadSwarm current = swarm;
        long now = DownloadSwarm.now();
        downloadRate.sample(current.downloadedBytes(), now);
        uploadRate.sample(current.uploadedBytes(), now);
        if (phase == Phase.DOWNLOADING) {
            dialler.dial(current);
            Announcer announces = announcer();
            if (announces != null && dialler.isIdle() && current.peers() < config.maxPeers() / 2) {
                announces.wantPeers();
            }
            boolean hope = addresses.hasHope() || !dialler.isIdle();
            stalls.look(now, current.downloadedBytes(), current.peers(), hope).ifPresent(this::fail);
        }
    }

    private synchronized Announcer announcer() {
        return announcer;
    }

    private Totals totals() {
        DownloadSwarm current = swarm;
        return new Totals(
                current.uploadedBytes(),
                current.downloadedBytes(),
                metainfo().layout().totalLength() - current.verified().bytes());
    }

    /** Every piece is verified. */
    private void finish() {
        phase = Phase.FINISHING;
        try {
            storage.execute(() -> {
                try {
                    content().ifPresent(PartContent::finish);
                } catch (DownloadException e) {
                    fail(e);
                    return;
                }
                complete();
            });
        } catch (RejectedExecutionException e) {
            fail(new DownloadException(Reason.CLOSED, "the downloader was closed", e));
        }
    }

    private synchronized Optional<PartContent> content() {
        return closed ? Optional.empty() : Optional.of(content);
    }

    private void complete() {
        synchronized (this) {
            if (closed || !ended.compareAndSet(false, true)) {
                return;
            }
            phase = Phase.COMPLETE;
            if (announcer != null) {
                announcer.completed();
            }
        }
        events.accept(new DownloadEvent.Completed());
        if (request.seedAfterwards()) {
            swarm.partFromComplete();
        } else {
            swarm.close("complete");
        }
        outcome.complete(request.target());
    }

    private void fail(DownloadException cause) {
        if (ended.compareAndSet(false, true)) {
            phase = Phase.FAILED; // before the outcome: who is told of it may ask for the phase
            outcome.completeExceptionally(cause);
            DownloadSwarm current = swarm;
            if (current != null) {
                current.close(cause.reason().toString());
            }
        }
    }

    /** Begins to tell the trackers that we leave; {@link #close()} waits for it. */
    void sayGoodbye() {
        Announcer announces = announcer();
        if (announces != null) {
            announces.stop();
        }
    }

    /**
     * Leaves the swarm, tells the tracker, waits for pieces on their way to the disk, and gives the target free. What is verified stays
     * for a later run. An unfinished download's outcome fails with {@link Reason#CLOSED}. Must not be called on an event loop or from
     * an event.
     */
    @Override
    public void close() {
        boolean first;
        synchronized (this) {
            first = !closed;
            closed = true;
        }
        if (!first) {
            stopped.join();
            return;
        }
        fail(new DownloadException(Reason.CLOSED, "the download was closed before it was complete"));
        try {
            release();
        } finally {
            stopped.complete(null);
        }
    }

    private void release() {
        Announcer announces;
        synchronized (this) {
            announces = announcer;
            if (checking != null) {
                checking.cancel(false);
            }
            if (clock != null) {
                clock.cancel(false);
            }
        }
        discovery.close();
        if (swarm != null) {
            swarm.close("closed");
        }
        if (announces != null) {
            announces.close();
        }
        drain();
        if (swarm != null) {
            swarm.releaseMemory();
        }
        synchronized (this) {
            if (content != null) {
                content.close();
            }
        }
    }

    /** Pieces that were delivered shall count: the next run would have to load them again. */
    private void drain() {
        long deadline = System.nanoTime() + Duration.ofSeconds(SECONDS_TO_DRAIN).toNanos();
        while (swarm != null && swarm.hasResults() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private final class SwarmOwner implements DownloadSwarm.Owner {
        @Override
        public void verified() {
            finish();
        }

        @Override
        public void failed(DownloadException cause) {
            fail(cause);
        }

        @Override
        public void disconnected(InetSocketAddress address) {
            addresses.ended(address, DownloadSwarm.now());
        }

        @Override
        public void poisoned(PeerConnection connection) {
            if (connection.dialled()) {
                addresses.ban(connection.remote());
            }
            stalls.poisoned();
        }
    }
}
