package torrentkit.seeder;

import io.netty.buffer.ByteBuf;
import torrentkit.peer.BlockReceiver;
import torrentkit.peer.PeerSession;
import torrentkit.peer.SessionRoster;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;

/**
 * A seeder's download half: it takes no data and only watches what the peer has, since two complete peers have nothing to do with each
 * other. Belongs to the connection's event loop.
 */
final class LeecherWatch implements BlockReceiver {
    private final PeerSession session;
    private final SessionRoster sessions;

    LeecherWatch(PeerSession session, SessionRoster sessions) {
        this.session = session;
        this.sessions = sessions;
    }

    @Override
    public void remotePieces(Bitfield pieces) {
        hangUpIfComplete();
    }

    @Override
    public void remoteHas(int index) {
        hangUpIfComplete();
    }

    private void hangUpIfComplete() {
        if (session.remotePieces().isFull()) {
            session.connection().close("the peer has everything");
        }
    }

    @Override
    public void closed() {
        sessions.remove(session);
    }

    // The rest concerns downloading, which a seeder does not do.

    @Override
    public void opened() {}

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
    public void burstEnded() {}

    @Override
    public void tick() {}
}
