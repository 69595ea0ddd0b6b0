package torrentkit.seeder;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.PeerSession;
import torrentkit.peer.SessionRoster;
import torrentkit.peer.SwarmMember;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.seeder.upload.PieceSource;
import torrentkit.seeder.upload.UploadHalf;
import torrentkit.seeder.upload.UploadResources;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;

/** A seeder's membership in one swarm: whole content, read only, and the peers that fetch it. */
final class SeededSwarm implements SeededTorrent, SwarmMember, PieceSource {
    private final Metainfo metainfo;
    private final Storage storage;
    private final PeerNetwork network;
    private final UploadResources uploads;
    private final SessionRoster sessions;
    private final LongAdder uploaded = new LongAdder();
    private final CompletableFuture<String> withdrawn = new CompletableFuture<>();
    private final Consumer<SeededSwarm> onWithdrawn;

    SeededSwarm(
            Metainfo metainfo,
            Storage storage,
            PeerNetwork network,
            UploadResources uploads,
            Consumer<SeededSwarm> onWithdrawn) {
        this.metainfo = metainfo;
        this.storage = storage;
        this.network = network;
        this.uploads = uploads;
        this.sessions = new SessionRoster(network.peerId());
        this.onWithdrawn = onWithdrawn;
    }

    @Override
    public Metainfo metainfo() {
        return metainfo;
    }

    @Override
    public InfoHash infoHash() {
        return metainfo.infoHash();
    }

    @Override
    public TorrentLayout layout() {
        return metainfo.layout();
    }

    @Override
    public Optional<PeerSession> admit(PeerConnection connection) {
        PeerSession session = new PeerSession(
                connection,
                layout(),
                network.port(),
                created -> new LeecherWatch(created, sessions),
                created -> new UploadHalf(created, this, uploads, UploadHalf::uploadedBytes));
        return sessions.add(session) ? Optional.of(session) : Optional.empty();
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
    public Storage storage() {
        return storage;
    }

    @Override
    public void failed(StorageException cause) {
        withdraw(cause.getMessage());
    }

    @Override
    public void uploaded(int bytes) {
        uploaded.add(bytes);
    }

    @Override
    public long uploadedBytes() {
        return uploaded.sum();
    }

    @Override
    public double uploadRate() {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public List<PeerStatus> peerStatus() {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public int peers() {
        return sessions.size();
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
        network.leave(this);
        sessions.close(reason);
        storage.close();
        onWithdrawn.accept(this); // first, so that who learns of it finds it gone
        withdrawn.complete(reason);
    }
}
