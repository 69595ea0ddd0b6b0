package torrentkit.app.client.doctor;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.NoDownload;
import torrentkit.peer.NoUpload;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerSession;
import torrentkit.peer.SwarmMember;

/** A member of the swarm that only shakes hands: it has nothing, wants nothing, and notices who comes. Thread-safe. */
final class Probe implements SwarmMember {
    private final Metainfo metainfo;
    private final int port;
    private final CompletableFuture<Void> visited = new CompletableFuture<>();

    Probe(Metainfo metainfo, int port) {
        this.metainfo = metainfo;
        this.port = port;
    }

    @Override
    public InfoHash infoHash() {
        return metainfo.infoHash();
    }

    @Override
    public Optional<PeerSession> admit(PeerConnection connection) {
        if (!connection.dialled()) {
            visited.complete(null);
        }
        return Optional.of(new PeerSession(
                connection,
                metainfo.layout(),
                port,
                session -> new NoDownload(),
                session -> new NoUpload(metainfo.layout().pieceCount())));
    }

    /** Completes when a peer has connected to us of its own accord. */
    CompletableFuture<Void> visited() {
        return visited.copy();
    }
}
