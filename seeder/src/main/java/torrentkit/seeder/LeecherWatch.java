package torrentkit.seeder;

import torrentkit.peer.NoDownload;
import torrentkit.peer.PeerSession;
import torrentkit.piece.Bitfield;

/**
 * A seeder's download half: it takes no data and only watches what the peer has, since two complete peers have nothing to do with each
 * other, and whether the peer may still be here. Belongs to the connection's event loop.
 */
final class LeecherWatch extends NoDownload {
    /** Ticks, about seconds, between two questions whether the peer may still have the torrent. */
    private static final int GATE_TICKS = 10;

    private final PeerSession session;
    private final SeededSwarm swarm;
    private final OriginShare share;
    private volatile int pieces;
    private int ticks;

    LeecherWatch(PeerSession session, SeededSwarm swarm, OriginShare share) {
        this.session = session;
        this.swarm = swarm;
        this.share = share;
    }

    /** How many pieces the peer has, as far as it told. Any thread. */
    int pieces() {
        return pieces;
    }

    @Override
    public void remotePieces(Bitfield told) {
        count();
        share.joined(told);
    }

    @Override
    public void remoteHas(int index) {
        count();
        share.has(index);
    }

    @Override
    public void burstEnded() {
        share.burstEnded();
    }

    private void count() {
        pieces = session.remotePieces().count();
        if (session.remotePieces().isFull()) {
            session.connection().close("the peer has everything");
        }
    }

    @Override
    public void tick() {
        share.tick();
        if (++ticks % GATE_TICKS == 0 && !swarm.admits(session.connection())) {
            session.connection().close("the peer may not have this torrent any more");
        }
    }

    @Override
    public void closed() {
        share.left();
        swarm.left(session);
    }
}
