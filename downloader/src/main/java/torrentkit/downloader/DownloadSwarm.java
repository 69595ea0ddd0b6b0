package torrentkit.downloader;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import torrentkit.downloader.peer.Assemblies;
import torrentkit.downloader.peer.Contributor;
import torrentkit.downloader.peer.PeerWorker;
import torrentkit.downloader.peer.PieceAssembly;
import torrentkit.downloader.peer.Seats;
import torrentkit.downloader.peer.SegmentPool;
import torrentkit.downloader.peer.Workplace;
import torrentkit.downloader.work.WorkQueue;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerSession;
import torrentkit.peer.RateLimit;
import torrentkit.peer.RateMeter;
import torrentkit.peer.SessionRoster;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.seeder.upload.MetadataUpload;
import torrentkit.seeder.upload.PieceSource;
import torrentkit.seeder.upload.UploadHalf;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;

/**
 * A download's membership in its swarm: its sessions, each with a worker and an upload half, and what they share: work
 * queue, results queue, memory and seats. Thread-safe; tells its {@link Owner} what becomes of the whole.
 */
final class DownloadSwarm implements PeerSeeker, PieceSource, Workplace {
    private static final Logger LOG = System.getLogger(DownloadSwarm.class.getName());
    private static final long ORIGIN = System.nanoTime();

    /** Whoever runs the download. Called on event loops and storage threads. */
    interface Owner {
        /** This piece is verified and written. */
        void completed(int index);

        /** Every wanted piece is verified and written; called once. */
        void verified();

        /** The disk failed; perhaps several times. */
        void failed(DownloadException cause);

        /** Something has become free to be fetched. */
        void workReturned();

        /** A session is about to open: the time to take part in extensions. */
        void admitted(PeerSession session);

        /** A connection has ended whose peer takes connections at this address. */
        void disconnected(InetSocketAddress listening);

        /** A peer sent a piece with a wrong hash. */
        void poisoned(PeerConnection connection);
    }

    private final DownloadRequest request;
    private final Metainfo metainfo;
    private final PartContent content;
    private final DownloaderParts parts;
    private final TransferRates rates;
    private final Owner owner;
    private final WorkQueue queue;
    private final ResultsQueue results;
    private final VerifiedPieces verified;
    private final SegmentPool memory;
    private final Assemblies assemblies;
    private final Seats seats;
    private final SessionRoster sessions;
    private final Map<PeerSession, SwarmPeer> peers = new ConcurrentHashMap<>();
    private final BannedPeers banned = new BannedPeers();
    private final LongAdder downloaded = new LongAdder();
    private final LongAdder uploaded = new LongAdder();
    private final LongAdder wasted = new LongAdder();
    private final AtomicBoolean waking = new AtomicBoolean();
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile boolean fetched;
    private volatile boolean closed;

    /** @param have the pieces that are verified already */
    DownloadSwarm(
            DownloadRequest request,
            Bitfield have,
            PartContent content,
            DownloaderParts parts,
            TransferRates rates,
            Owner owner) {
        this.request = request;
        this.metainfo = request.metainfo();
        this.content = content;
        this.parts = parts;
        this.rates = rates;
        this.owner = owner;
        Bitfield wanted = request.files().pieces(metainfo);
        this.queue = request.order() == PieceOrder.SEQUENTIAL
                ? WorkQueue.inOrder(metainfo.layout(), have, wanted)
                : WorkQueue.rarestFirst(metainfo.layout(), have, wanted, new Random());
        this.results = new ResultsQueue(metainfo, queue, content, parts.storage(), new Judged());
        this.verified = new VerifiedPieces(metainfo.layout(), wanted);
        this.verified.add(have);
        this.memory = new SegmentPool(
                parts.config().bounds().memoryBytes(), metainfo.layout().pieceLength());
        this.assemblies = new Assemblies(metainfo.layout(), queue, memory, wasted::add);
        this.seats = new Seats(parts.config().bounds().workers());
        this.sessions = new SessionRoster(parts.network().peerId());
        this.done.set(queue.isDone());
    }

    @Override
    public InfoHash infoHash() {
        return metainfo.infoHash();
    }

    public TorrentLayout layout() {
        return metainfo.layout();
    }

    @Override
    public Optional<PeerSession> admit(PeerConnection connection) {
        if (banned.contains(connection) || !request.meetsPeers() && !done.get()) {
            return Optional.empty();
        }
        List<RateLimit> limits = List.of(rates.uploadTo(connection));
        PeerWorker[] worker = new PeerWorker[1];
        UploadHalf[] upload = new UploadHalf[1];
        PeerSession session = new PeerSession(
                connection,
                layout(),
                parts.network().port(),
                created -> worker[0] = new PeerWorker(created, this, DownloadSwarm::now),
                created -> upload[0] = new UploadHalf(
                        created,
                        this,
                        parts.uploads(),
                        half -> done.get() ? half.uploadedBytes() : worker[0].downloadedBytes(),
                        limits));
        MetadataUpload.offer(session, metainfo, limits);
        owner.admitted(session);
        if (done.get()) {
            session.tellUploadOnly();
        }
        if (!sessions.add(session)) {
            return Optional.empty();
        }
        peers.put(session, new SwarmPeer(session, worker[0], upload[0], new RateMeter(now())));
        request.events().accept(new DownloadEvent.PeerConnected(connection.remote()));
        return Optional.of(session);
    }

    @Override
    public void left(PeerWorker worker) {
        PeerConnection connection = worker.session().connection();
        sessions.remove(worker.session());
        if (peers.remove(worker.session()) != null) {
            request.events().accept(new DownloadEvent.PeerDisconnected(connection.remote(), connection.closeReason()));
        }
        worker.session().listening().ifPresent(owner::disconnected);
    }

    @Override
    public boolean isDone() {
        return done.get();
    }

    @Override
    public boolean isClosed() {
        return metainfo.isPrivate();
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public Assemblies assemblies() {
        return assemblies;
    }

    @Override
    public SegmentPool memory() {
        return memory;
    }

    @Override
    public Seats seats() {
        return seats;
    }

    @Override
    public RateLimit rateLimit() {
        return rates.download();
    }

    @Override
    public RateLimit rateLimit(PeerConnection connection) {
        return rates.downloadFrom(connection);
    }

    @Override
    public void started(int index, Contributor contributor) {
        request.events().accept(new DownloadEvent.PieceStarted(contributor.remote(), index));
    }

    @Override
    public void downloaded(int bytes) {
        downloaded.add(bytes);
    }

    @Override
    public void wasted(int bytes) {
        wasted.add(bytes);
    }

    @Override
    public void workReturned() {
        if (!done.get() && waking.compareAndSet(false, true)) {
            try {
                parts.network().loops().next().execute(() -> {
                    waking.set(false);
                    owner.workReturned();
                    peers.values().forEach(peer -> peer.onLoop(peer.worker()::wake));
                });
            } catch (RejectedExecutionException e) {
                waking.set(false); // the network is closing, and so is this
            }
        }
    }

    @Override
    public void deliver(PieceAssembly piece) {
        assemblies.deliver(piece);
        results.add(piece);
    }

    private final class Judged implements ResultsQueue.Listener {
        @Override
        public void good(int index, int bytes, List<Contributor> senders) {
            completed(index, bytes, senders.get(0));
        }

        @Override
        public void bad(int index, int bytes) {
            wasted.add(bytes);
            workReturned();
        }

        @Override
        public void lied(Contributor contributor, int index) {
            contributor.poisoned(index);
        }

        @Override
        public void failed(StorageException cause) {
            owner.failed(PartContent.failure(cause));
        }

        @Override
        public void released() {
            if (memory.wasRefused()) {
                workReturned();
            }
        }
    }

    private void completed(int index, int length, Contributor sender) {
        fetched = true;
        verified.add(index);
        queue.complete(index);
        owner.completed(index);
        request.events().accept(new DownloadEvent.PieceCompleted(sender.remote(), index, length));
        peers.forEach((session, peer) -> peer.announce(index));
        if (queue.isDone() && done.compareAndSet(false, true)) {
            owner.verified();
        }
    }

    @Override
    public void poisoned(PeerWorker worker, int index) {
        PeerConnection connection = worker.session().connection();
        LOG.log(Level.WARNING, "{0} sent wrong data of piece {1} and is banned", connection, String.valueOf(index));
        banned.add(connection);
        request.events().accept(new DownloadEvent.PieceRefused(connection.remote(), index));
        owner.poisoned(connection);
        connection.close("it sent wrong data");
    }

    /** Only uploads from now on. Peers that download nothing either are of no use to us nor we to them. */
    void uploadOnly() {
        peers.forEach((session, peer) -> peer.onLoop(() -> {
            boolean useless =
                    session.extensions().map(told -> told.uploadOnly()).orElse(false);
            if (useless || session.remotePieces().isFull()) {
                session.connection().close("both sides are complete");
            } else if (!verified.isFull()) { // who has everything has told so piece by piece
                session.tellUploadOnly();
            }
        }));
    }

    @Override
    public Bitfield pieces() {
        return verified.snapshot();
    }

    @Override
    public boolean has(int index) {
        return verified.has(index);
    }

    @Override
    public Storage storage() {
        return content;
    }

    @Override
    public void failed(StorageException cause) {
        owner.failed(PartContent.failure(cause));
    }

    @Override
    public void uploaded(int bytes) {
        uploaded.add(bytes);
    }

    /** Whether a piece was completed in this run. */
    boolean isFetched() {
        return fetched;
    }

    /** Whether wanted pieces are missing and this has not been closed. */
    @Override
    public boolean wantsPeers() {
        return !done.get() && !closed;
    }

    /** The connected peers. */
    Collection<SwarmPeer> peers() {
        return peers.values();
    }

    @Override
    public int connected() {
        return peers.size();
    }

    @Override
    public boolean isConnected(InetSocketAddress listening) {
        return sessions.isConnected(listening);
    }

    VerifiedPieces verified() {
        return verified;
    }

    long downloadedBytes() {
        return downloaded.sum();
    }

    long uploadedBytes() {
        return uploaded.sum();
    }

    long wastedBytes() {
        return wasted.sum();
    }

    /** Pieces that were delivered shall count: the next run would have to load them again. None is taken any more. */
    void drain() {
        results.close();
    }

    ResultsQueue.Load load() {
        return results.load();
    }

    /** Frees memory; called when nothing is under way any more. */
    void releaseMemory() {
        assemblies.close();
        memory.close();
    }

    /** Closes every connection and admits none. */
    void close(String reason) {
        closed = true;
        parts.network().leave(this);
        sessions.close(reason);
    }

    /** Monotonic, and never negative: counted from the start of this class. */
    static long now() {
        return System.nanoTime() - ORIGIN;
    }
}
