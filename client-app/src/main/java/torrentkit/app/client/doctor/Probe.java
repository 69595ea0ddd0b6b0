package torrentkit.app.client.doctor;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.BlockReceiver;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerSession;
import torrentkit.peer.RequestReceiver;
import torrentkit.peer.SwarmMember;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;

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
        return Optional.of(
                new PeerSession(connection, metainfo.layout(), port, session -> new Silent(), session -> new Silent()));
    }

    /** Completes when a peer has connected to us of its own accord. */
    CompletableFuture<Void> visited() {
        return visited.copy();
    }

    private final class Silent implements BlockReceiver, RequestReceiver {
        @Override
        public Bitfield offered() {
            return new Bitfield(metainfo.layout().pieceCount());
        }

        @Override
        public int requestQueue() {
            return 1;
        }

        @Override
        public void opened() {}

        @Override
        public void remotePieces(Bitfield pieces) {}

        @Override
        public void remoteHas(int index) {}

        @Override
        public void choked() {}

        @Override
        public void unchoked() {}

        @Override
        public void received(Block block, ByteBuf data) {}

        @Override
        public void rejected(Block block) {}

        @Override
        public void allowedFast(int index) {}

        @Override
        public void suggested(int index) {}

        @Override
        public void interested() {}

        @Override
        public void notInterested() {}

        @Override
        public void requested(Block block) {}

        @Override
        public void cancelled(Block block) {}

        @Override
        public void burstEnded() {}

        @Override
        public void writabilityChanged() {}

        @Override
        public void tick() {}

        @Override
        public void closed() {}
    }
}
