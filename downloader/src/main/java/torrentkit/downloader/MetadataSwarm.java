package torrentkit.downloader;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import torrentkit.downloader.metadata.MetadataBook;
import torrentkit.downloader.metadata.MetadataPeer;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.MetadataSession;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.SessionRoster;
import torrentkit.peer.SwarmSession;
import torrentkit.wire.MetadataMessage;

/** Membership in the swarm of a torrent of which only the info-hash is known: sessions that ask for the rest. Thread-safe. */
final class MetadataSwarm implements PeerSeeker, MetadataPeer.Listener {
    private static final Logger LOG = System.getLogger(MetadataSwarm.class.getName());

    /** Whoever runs the fetch. Called on event loops. */
    interface Owner {
        /** All pieces are there, and are to be judged elsewhere. */
        void whole(MetadataBook.Whole<MetadataPeer> whole);

        /** A connection has ended whose peer takes connections at this address. */
        void disconnected(InetSocketAddress listening);

        /** A peer did not tell the truth. */
        void poisoned(PeerConnection connection);
    }

    private final InfoHash infoHash;
    private final PeerNetwork network;
    private final Consumer<SwarmSession> extensions;
    private final Owner owner;
    private final MetadataBook<MetadataPeer> book = new MetadataBook<>();
    private final SessionRoster sessions;
    private final BannedPeers banned = new BannedPeers();
    private final LongAdder received = new LongAdder();
    private volatile boolean closed;

    /** @param extensions takes part in further extensions of a session that is not open yet */
    MetadataSwarm(InfoHash infoHash, PeerNetwork network, Consumer<SwarmSession> extensions, Owner owner) {
        this.infoHash = infoHash;
        this.network = network;
        this.extensions = extensions;
        this.owner = owner;
        this.sessions = new SessionRoster(network.peerId());
    }

    @Override
    public InfoHash infoHash() {
        return infoHash;
    }

    @Override
    public Optional<MetadataSession> admit(PeerConnection connection) {
        if (banned.contains(connection) || !connection.handshake().supportsExtensions()) {
            return Optional.empty();
        }
        MetadataSession session = new MetadataSession(connection, network.port());
        session.extend(MetadataMessage.EXTENSION, link -> new MetadataPeer(link, book, this, DownloadSwarm::now));
        extensions.accept(session);
        return sessions.add(session) ? Optional.of(session) : Optional.empty();
    }

    @Override
    public boolean wantsPeers() {
        return !closed;
    }

    @Override
    public int connected() {
        return sessions.size();
    }

    @Override
    public boolean isConnected(InetSocketAddress listening) {
        return sessions.isConnected(listening);
    }

    /** Bytes that arrived, right or wrong. */
    long receivedBytes() {
        return received.sum();
    }

    @Override
    public void received(int bytes) {
        received.add(bytes);
    }

    @Override
    public void whole(MetadataBook.Whole<MetadataPeer> whole) {
        owner.whole(whole);
    }

    /** The whole that was judged has another hash. */
    void refuted(MetadataBook.Whole<MetadataPeer> whole) {
        book.refuted(whole);
        whole.sender().ifPresent(peer -> lied(peer, "it sent metadata with a wrong hash"));
    }

    @Override
    public void lied(MetadataPeer peer, String how) {
        PeerConnection connection = peer.session().connection();
        LOG.log(Level.WARNING, "{0} is banned: {1}", connection, how);
        banned.add(connection);
        owner.poisoned(connection);
        connection.close(how);
    }

    @Override
    public void left(MetadataPeer peer) {
        sessions.remove(peer.session());
        peer.session().listening().ifPresent(owner::disconnected);
    }

    /** Parts from peers whose attempts take far too long. Called about once a second. */
    void partFromLate() {
        List<MetadataPeer> late = book.late(DownloadSwarm.now());
        late.forEach(peer -> peer.session().connection().close("it sends metadata far too slowly"));
    }

    /** Closes every connection and admits none. */
    void close(String reason) {
        closed = true;
        network.leave(this);
        sessions.close(reason);
    }
}
