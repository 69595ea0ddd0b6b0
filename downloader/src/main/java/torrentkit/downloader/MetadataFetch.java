package torrentkit.downloader;

import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.downloader.discovery.TorrentDiscovery;
import torrentkit.downloader.metadata.MetadataBook;
import torrentkit.downloader.metadata.MetadataPeer;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerNetwork;
import torrentkit.storage.StorageExecutor;
import torrentkit.tracker.Totals;
import torrentkit.tracker.client.Announcer;
import torrentkit.tracker.client.AnnouncerConfig;
import torrentkit.tracker.client.TrackerClient;

/**
 * The search for one torrent's info dictionary: finds peers, has them asked, judges what they sent. Ends with the outcome, whoever
 * decides that, and leaves nothing behind. Thread-safe.
 */
final class MetadataFetch implements MetadataSwarm.Owner {
    private final MetadataRequest request;
    private final DownloaderConfig config;
    private final PeerNetwork network;
    private final StorageExecutor storage;
    private final TrackerClient trackers;
    private final TorrentDiscovery discovery;
    private final FoundPeers found;
    private final CompletableFuture<Metainfo> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final PeerAddresses addresses = new PeerAddresses(new Random());
    private final Set<InetSocketAddress> trusted = new LinkedHashSet<>(); // guarded by itself
    private final Set<InetSocketAddress> hearsay = new LinkedHashSet<>(); // guarded by itself
    private final Dialler dialler;
    private final MetadataSwarm swarm;
    private final MetadataPatience patience;
    private Announcer announcer; // guarded by this; null unless announcing
    private Future<?> clock; // guarded by this

    MetadataFetch(MetadataRequest request, DownloaderParts parts, FoundPeers found) {
        this.request = request;
        this.config = parts.config();
        this.network = parts.network();
        this.storage = parts.storage();
        this.trackers = parts.trackers();
        this.found = found;
        this.discovery =
                parts.discovery().of(request.infoHash(), false, this::addHearsay); // not known to be private yet
        this.dialler =
                new Dialler(parts.network(), addresses, parts.config().bounds().maxPeers());
        this.swarm = new MetadataSwarm(request.infoHash(), parts.network(), discovery::extend, this);
        this.patience = new MetadataPatience(parts.config().bounds().stallTimeout(), DownloadSwarm.now());
        outcome.whenComplete((metainfo, failure) -> end()); // a caller may have cancelled it
    }

    CompletableFuture<Metainfo> outcome() {
        return outcome;
    }

    /** Completes when nothing is left of it. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    void start() {
        try {
            network.join(swarm);
        } catch (IllegalStateException e) {
            fail(new DownloadException(Reason.TARGET_IN_USE, e.getMessage(), e));
            return;
        }
        synchronized (this) {
            if (ended.get()) {
                return;
            }
            discovery.start();
            clock = network.loops().next().scheduleAtFixedRate(this::second, 1, 1, TimeUnit.SECONDS);
            if (config.search().announce() && !request.trackers().isEmpty()) {
                announcer = Announcer.start(
                        trackers,
                        AnnouncerConfig.defaults(),
                        request.infoHash(),
                        network.peerId(),
                        network.port(),
                        request.trackers(),
                        () -> new Totals(0, 0, Totals.UNKNOWN),
                        this::addTrusted);
            }
        }
        addTrusted(request.peers());
    }

    /** From the trackers and from whoever made the request: these may be used whatever the torrent turns out to be. */
    private void addTrusted(Collection<InetSocketAddress> peers) {
        add(peers, trusted);
    }

    private void addHearsay(Collection<InetSocketAddress> peers) {
        add(peers, hearsay);
    }

    private void add(Collection<InetSocketAddress> peers, Set<InetSocketAddress> among) {
        synchronized (among) {
            peers.stream().limit(PeerAddresses.MAX - among.size()).forEach(among::add);
        }
        addresses.add(peers);
        dialler.dial(swarm);
    }

    private void second() {
        dialler.dial(swarm);
        swarm.partFromLate();
        Announcer announces = announcer();
        if (announces != null
                && dialler.isIdle()
                && swarm.connected() < config.bounds().maxPeers() / 2) {
            announces.wantPeers();
        }
        boolean hope = addresses.hasHope() || !dialler.isIdle();
        patience.look(DownloadSwarm.now(), swarm.receivedBytes(), swarm.connected(), hope)
                .ifPresent(this::fail);
    }

    private synchronized Announcer announcer() {
        return announcer;
    }

    @Override
    public void whole(MetadataBook.Whole<MetadataPeer> whole) {
        try {
            storage.execute(() -> judge(whole));
        } catch (RejectedExecutionException e) {
            fail(closed());
        }
    }

    private void judge(MetadataBook.Whole<MetadataPeer> whole) {
        if (!InfoHash.ofInfoDictionary(whole.bytes()).equals(request.infoHash())) {
            swarm.refuted(whole);
            return;
        }
        Metainfo metainfo;
        try {
            metainfo = Metainfo.ofInfo(whole.bytes(), request.trackers(), request.webSeeds());
        } catch (MetainfoException e) {
            fail(new DownloadException(
                    Reason.BAD_TORRENT,
                    "the torrent " + request.infoHash() + " was found but cannot be used: " + e.getMessage(),
                    e));
            return;
        }
        found.keep(request.infoHash(), usable(metainfo));
        end();
        stopped.thenRun(() -> outcome.complete(metainfo)); // the download announces itself after we have said goodbye
    }

    /** What may be passed on: of a private torrent nothing that was heard elsewhere than from its trackers (BEP 27). */
    private List<InetSocketAddress> usable(Metainfo metainfo) {
        List<InetSocketAddress> usable = new ArrayList<>();
        synchronized (trusted) {
            usable.addAll(trusted);
        }
        if (!metainfo.isPrivate()) {
            synchronized (hearsay) {
                usable.addAll(hearsay);
            }
        }
        usable.removeIf(addresses::isBanned);
        return usable;
    }

    private static DownloadException closed() {
        return new DownloadException(Reason.CLOSED, "the downloader was closed before the metadata had come");
    }

    private void fail(DownloadException cause) {
        outcome.completeExceptionally(cause);
    }

    /** Ends the search; the outcome fails unless it is decided already. */
    void giveUp() {
        fail(closed());
    }

    /** Leaves the swarm and tells the trackers so. */
    private void end() {
        Announcer announces;
        synchronized (this) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            announces = announcer;
            if (clock != null) {
                clock.cancel(false);
            }
        }
        discovery.close();
        swarm.close("the metadata is not sought any more");
        if (announces == null) {
            stopped.complete(null);
        } else {
            announces.stop().whenComplete((told, failure) -> stopped.complete(null));
        }
    }

    @Override
    public void disconnected(InetSocketAddress listening) {
        addresses.ended(listening, DownloadSwarm.now());
    }

    @Override
    public void poisoned(PeerConnection connection) {
        if (connection.dialled()) {
            addresses.ban(connection.remote());
        }
        patience.poisoned();
    }
}
