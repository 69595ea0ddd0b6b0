package torrentkit.seeder;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerSession;
import torrentkit.peer.RateLimit;
import torrentkit.peer.SessionRoster;
import torrentkit.peer.SwarmMember;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.seeder.origin.OriginPolicy;
import torrentkit.seeder.upload.MetadataUpload;
import torrentkit.seeder.upload.PieceSource;
import torrentkit.seeder.upload.UploadHalf;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.FileStorage;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;

/** A seeder's membership in one swarm: whole content, read only, and the peers that fetch it. Thread-safe. */
final class SeededSwarm implements SeededTorrent, SwarmMember, PieceSource {
    private static final Logger LOG = System.getLogger(SeededSwarm.class.getName());

    /** Who keeps the table of swarms. */
    interface Owner {
        /** The swarm admits nobody any more; called before anybody else learns of it, perhaps several times. */
        void ended(SeededSwarm swarm);

        /** The content changed or cannot be read, and the swarm is about to end over it; called once at most. */
        void failed(SeededSwarm swarm, String reason);
    }

    private final Metainfo metainfo;
    private final Storage storage;
    private final SeederParts parts;
    private final Owner owner;
    private final SessionRoster sessions;
    private final Map<PeerSession, SeededPeer> peers = new ConcurrentHashMap<>();
    private final RateLimit limit;
    private final OriginPolicy<PeerSession> origin;
    private final LongAdder uploaded = new LongAdder();
    private final CompletableFuture<String> withdrawn = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean complained = new AtomicBoolean();
    private volatile long lastPeerAt = System.nanoTime();

    SeededSwarm(Content content, SeederParts parts, Owner owner) {
        this.metainfo = content.metainfo();
        this.storage = FileStorage.reading(metainfo, content.root(), content.stamps(), parts.files());
        this.parts = parts;
        this.owner = owner;
        this.sessions = new SessionRoster(parts.network().peerId());
        this.limit = RateLimit.of(parts.limits().uploadRatePerTorrent());
        this.origin = new OriginPolicy<>(layout(), System::nanoTime, new Random());
        origin.maxCopies(budget(parts.limits()));
    }

    @Override
    public Metainfo metainfo() {
        return metainfo;
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
        if (!admits(connection)) {
            return Optional.empty();
        }
        RateLimit own = RateLimit.of(parts.limits().uploadRatePerPeer());
        List<RateLimit> rates = parts.limitsOf(connection, own, limit);
        OriginShare[] share = new OriginShare[1];
        LeecherWatch[] watch = new LeecherWatch[1];
        UploadHalf[] upload = new UploadHalf[1];
        PeerSession session = new PeerSession(
                connection,
                layout(),
                parts.network().port(),
                created -> {
                    share[0] = new OriginShare(created, origin, () -> upload[0]);
                    watch[0] = new LeecherWatch(created, this, share[0], () -> upload[0].uploadedBytes());
                    return watch[0];
                },
                created -> upload[0] =
                        new UploadHalf(created, this, share[0], parts.uploads(), UploadHalf::uploadedBytes, rates));
        MetadataUpload.offer(session, metainfo, rates);
        if (!sessions.add(session)) {
            return Optional.empty();
        }
        peers.put(session, new SeededPeer(session, watch[0], upload[0], own));
        own.change(parts.limits().uploadRatePerPeer()); // which may have changed before the peer was in the table
        return Optional.of(session);
    }

    /** Whether the gate lets this peer have the torrent. */
    boolean admits(PeerConnection connection) {
        return parts.gate().admits(infoHash(), connection.remote().getAddress());
    }

    /** A session has ended. */
    void left(PeerSession session) {
        lastPeerAt = System.nanoTime();
        sessions.remove(session);
        peers.remove(session);
    }

    /** Changes the rates of this torrent and its peers. */
    void change(SeederLimits limits) {
        limit.change(limits.uploadRatePerTorrent());
        origin.maxCopies(budget(limits));
        peers.values().forEach(peer -> peer.limit().change(limits.uploadRatePerPeer()));
    }

    private static double budget(SeederLimits limits) {
        return limits.maxCopies() == 0 ? OriginPolicy.UNLIMITED : limits.maxCopies();
    }

    @Override
    public Bitfield pieces() {
        return Bitfield.full(layout().pieceCount());
    }

    @Override
    public boolean has(int index) {
        return true;
    }

    @Override
    public boolean isDone() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return metainfo.isPrivate();
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public void failed(StorageException cause) {
        if (isLasting(cause)) {
            String reason = cause.getMessage();
            try {
                if (ending.compareAndSet(false, true)) {
                    owner.failed(this, reason); // first, so that it is not asked for the same content again
                }
            } finally {
                end(reason);
            }
        } else if (!ending.get() && complained.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "a peer of {0} was cut off: {1}", metainfo.name(), cause.getMessage());
        }
    }

    /** Whether the content is not there as it was hashed; anything else, such as too many open files, may pass. */
    private static boolean isLasting(StorageException cause) {
        return cause instanceof ContentChangedException
                || cause.kind() == StorageException.Kind.NOT_FOUND
                || cause.kind() == StorageException.Kind.PERMISSION
                || cause.kind() == StorageException.Kind.EXISTS;
    }

    @Override
    public void uploaded(int bytes) {
        uploaded.add(bytes);
        parts.ledger().add(infoHash(), bytes);
    }

    @Override
    public long uploadedBytes() {
        return uploaded.sum();
    }

    @Override
    public double copies() {
        return (double) uploadedBytes() / layout().totalLength();
    }

    @Override
    public double uploadRate() {
        return peers.values().stream()
                .mapToDouble(peer -> peer.upload().uploadRate())
                .sum();
    }

    @Override
    public int peers() {
        return sessions.size();
    }

    @Override
    public int thriving(InetAddress address) {
        return (int) peers.values().stream()
                .filter(peer -> peer.watch().isThriving()
                        && peer.session().connection().remote().getAddress().equals(address))
                .count();
    }

    @Override
    public List<PeerStatus> peerStatus() {
        return peers.values().stream().map(SeededPeer::status).toList();
    }

    @Override
    public CompletableFuture<String> withdrawn() {
        return withdrawn.copy();
    }

    @Override
    public void withdraw() {
        withdraw("withdrawn");
    }

    void withdraw(String reason) {
        ending.set(true);
        end(reason);
    }

    /** How long there has been no peer, nanoseconds; 0 while there is one. */
    long idleNanos() {
        return sessions.size() > 0 ? 0 : System.nanoTime() - lastPeerAt;
    }

    /** Ends this unless a peer has come meanwhile. */
    void endIfIdle(String reason) {
        if (sessions.closeIfEmpty()) {
            withdraw(reason);
        }
    }

    private void end(String reason) {
        owner.ended(this); // first, so that who learns of it finds it gone
        parts.network().leave(this);
        sessions.close(reason);
        storage.close();
        withdrawn.complete(reason);
    }
}
