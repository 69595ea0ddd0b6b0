package torrentkit.downloader;

import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.downloader.DownloadProgress.Phase;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerSession;
import torrentkit.piece.Bitfield;
import torrentkit.storage.StorageException;
import torrentkit.tracker.Totals;
import torrentkit.tracker.client.AnnouncerStatus;

/**
 * One torrent on its way to disk: checks what an earlier run left, fetches the rest, gives it its final name, and, if that was asked
 * for, goes on uploading. Thread-safe.
 */
public final class Download implements AutoCloseable {
    private final DownloadRequest request;
    private final DownloaderParts parts;
    private final TransferRates rates;
    private final Wanted wanted;
    private final CompletableFuture<Path> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> decided =
            new CompletableFuture<>(); // before those who await the outcome are told
    private final PeerSearch search;
    private final VerifiedReader reader;
    private final AtomicBoolean ended = new AtomicBoolean(); // whether the outcome is decided
    private volatile Phase phase = Phase.CHECKING;
    private volatile DownloadSwarm swarm; // null until it has joined, as the watch
    private volatile SwarmWatch watch;
    private PartContent content; // guarded by this
    private CompletableFuture<Bitfield> checking; // guarded by this
    private Future<?> clock; // guarded by this
    private boolean closed; // guarded by this

    Download(DownloadRequest request, DownloaderParts parts) {
        this.request = request.withEvents(new GuardedListener(request.events()));
        this.parts = parts;
        this.rates = TransferRates.of(parts);
        this.wanted = Wanted.of(request);
        this.search = new PeerSearch(request, parts);
        this.reader = new VerifiedReader(this);
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
        search.add(peers);
    }

    /** How far it is. */
    public DownloadProgress progress() {
        SwarmWatch current = watch;
        return current == null
                ? new DownloadProgress(phase, wanted.bytes(), 0, wanted.pieces(), 0, 0, 0, 0, 0, 0, 0)
                : current.progress(phase, wanted);
    }

    /** The connected peers, and the web seeds that are at work, as they are now; a moment's work for each. */
    public List<DownloadPeer> peerStatus() {
        DownloadSwarm current = swarm;
        if (current == null) {
            return List.of();
        }
        List<DownloadPeer> all = new ArrayList<>(watch.webSeedStatus());
        current.peers().forEach(peer -> all.add(peer.status()));
        return all;
    }

    /** What keeps it from being faster, as of the last second; empty while it is not downloading. */
    public Optional<Bottleneck> bottleneck() {
        SwarmWatch current = watch;
        return current == null || phase != Phase.DOWNLOADING ? Optional.empty() : current.bottleneck();
    }

    /** Reads verified pieces while the download goes on; the same reader each time. */
    public VerifiedReader reader() {
        return reader;
    }

    boolean isVerified(int piece) {
        DownloadSwarm current = swarm;
        return current != null && current.verified().has(piece);
    }

    /** Reads from a verified piece. */
    void read(int piece, int begin, ByteBuffer dst) {
        content()
                .orElseThrow(() -> new IllegalStateException("the download is closed"))
                .read(piece, begin, dst);
    }

    /** How fast this download may be, and how to change that. */
    public TransferRates rates() {
        return rates;
    }

    /** How the trackers answer; nothing while it does not announce. */
    public Optional<AnnouncerStatus> announces() {
        return search.announces().status();
    }

    /** Takes the target and looks at what is there. Called once. */
    void start() {
        parts.storage().execute(() -> {
            try {
                check();
            } catch (DownloadException e) {
                fail(e);
            } catch (RuntimeException | Error e) { // whoever waits must learn of it, whatever it is
                fail(new DownloadException(Reason.DISK, "cannot start the download: " + e.getMessage(), e));
            }
        });
    }

    private void check() {
        PartContent opened = PartContent.open(metainfo(), request.placement(), request.files(), parts.files());
        CompletableFuture<Bitfield> verification;
        synchronized (this) {
            if (closed) {
                opened.close();
                return;
            }
            content = opened;
            checking = opened.check(parts.storage());
            verification = checking;
        }
        verification.whenComplete((result, failure) -> {
            if (failure == null) {
                begin(result);
            } else {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                fail(
                        cause instanceof StorageException disk
                                ? PartContent.failure(disk)
                                : new DownloadException(Reason.DISK, "cannot check " + opened.part(), cause));
            }
        });
    }

    /** Nobody else would learn of what goes wrong here: the download would seem to check for ever. */
    private void begin(Bitfield have) {
        try {
            join(have);
        } catch (RuntimeException | Error e) {
            fail(new DownloadException(Reason.DISK, "cannot begin the download: " + e.getMessage(), e));
        }
    }

    /** Enters the swarm with what is on disk. */
    private synchronized void join(Bitfield have) {
        if (closed) {
            return;
        }
        DownloadSwarm joined = new DownloadSwarm(request, have, content, parts, rates, new SwarmOwner());
        watch = new SwarmWatch(request, joined, parts, search, DownloadSwarm.now());
        swarm = joined;
        try {
            parts.network().join(joined);
        } catch (IllegalStateException e) {
            fail(new DownloadException(Reason.TARGET_IN_USE, e.getMessage(), e));
            return;
        }
        int todo = wanted.pieces() - joined.verified().wantedCount();
        request.events().accept(new DownloadEvent.Started(wanted.pieces(), todo, have));
        phase = Phase.DOWNLOADING;
        if (request.meetsPeers()) {
            search.begin(joined, this::totals);
        }
        clock = parts.network().loops().next().scheduleAtFixedRate(this::second, 1, 1, TimeUnit.SECONDS);
        if (todo == 0) {
            finish();
        } else {
            watch.begin(DownloadSwarm.now());
        }
    }

    /** Once a second, on an event loop. */
    private void second() {
        watch.second(DownloadSwarm.now()).ifPresent(this::fail);
    }

    /** A part of the content is not all of it: only who has everything has nothing left (BEP 3, BEP 21). */
    private Totals totals() {
        DownloadSwarm current = swarm;
        return new Totals(
                current.uploadedBytes(),
                current.downloadedBytes(),
                metainfo().layout().totalLength() - current.verified().bytes());
    }

    /** Every wanted piece is verified. */
    private void finish() {
        phase = Phase.FINISHING;
        try {
            parts.storage().execute(() -> content().ifPresent(this::finish));
        } catch (RejectedExecutionException e) {
            fail(new DownloadException(Reason.CLOSED, "the downloader was closed", e));
        }
    }

    private void finish(PartContent whole) {
        try {
            whole.finish();
        } catch (DownloadException e) {
            fail(e);
            return;
        } catch (RuntimeException e) {
            fail(new DownloadException(Reason.DISK, "cannot finish the download: " + e.getMessage(), e));
            return;
        }
        complete();
    }

    private synchronized Optional<PartContent> content() {
        return closed ? Optional.empty() : Optional.of(content);
    }

    private void complete() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        phase = Phase.COMPLETE;
        decided.complete(null);
        if (swarm.isFetched() && swarm.verified().isFull()) { // who had it all before has completed nothing (BEP 3)
            search.announces().completed();
        }
        request.events().accept(new DownloadEvent.Completed());
        watch.end("complete");
        if (request.seedAfterwards()) {
            swarm.uploadOnly();
            if (!request.meetsPeers()) { // until now; others may well get it from us
                search.begin(swarm, this::totals);
            }
        } else {
            swarm.close("complete");
        }
        outcome.complete(request.target());
    }

    private void fail(DownloadException cause) {
        if (ended.compareAndSet(false, true)) {
            phase = Phase.FAILED; // before the outcome: who is told of it may ask for the phase
            decided.complete(null);
            outcome.completeExceptionally(cause);
            DownloadSwarm current = swarm;
            if (current != null) {
                watch.end(cause.reason().toString());
                current.close(cause.reason().toString());
            }
        }
    }

    /** Begins to tell the trackers that we leave; {@link #close()} waits for it. */
    void sayGoodbye() {
        search.announces().stop();
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
        if (isOnItsWay()) {
            decided.join(); // only renames are left
        }
        fail(new DownloadException(Reason.CLOSED, "the download was closed before it was complete"));
        try {
            release();
        } finally {
            stopped.complete(null);
        }
    }

    /** Whether the content is getting its final name, or has it: then that is the outcome, whoever closes meanwhile. */
    private boolean isOnItsWay() {
        PartContent begun;
        synchronized (this) {
            begun = content;
        }
        return begun != null && !begun.abandon();
    }

    private void release() {
        synchronized (this) {
            if (checking != null) {
                checking.cancel(false);
            }
            if (clock != null) {
                clock.cancel(false);
            }
        }
        search.close();
        if (swarm != null) {
            swarm.close("closed");
        }
        search.announces().close();
        if (swarm != null) {
            swarm.drain();
            swarm.releaseMemory();
        }
        synchronized (this) {
            if (content != null) {
                content.close();
            }
        }
    }

    private final class SwarmOwner implements DownloadSwarm.Owner {
        @Override
        public void completed(int index) {
            reader.verified(index);
        }

        @Override
        public void verified() {
            finish();
        }

        @Override
        public void failed(DownloadException cause) {
            fail(cause);
        }

        @Override
        public void workReturned() {
            watch.workReturned();
        }

        @Override
        public void admitted(PeerSession session) {
            search.extend(session);
        }

        @Override
        public void disconnected(InetSocketAddress listening) {
            search.addresses().ended(listening, DownloadSwarm.now());
        }

        @Override
        public void poisoned(PeerConnection connection) {
            if (connection.dialled()) {
                search.addresses().ban(connection.remote());
            }
            watch.poisoned();
        }
    }
}
