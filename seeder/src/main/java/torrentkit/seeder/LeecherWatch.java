package torrentkit.seeder;

import java.util.function.LongSupplier;
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

    /** For how many ticks a peer thrives that got something. */
    private static final int LATELY_TICKS = 30;

    private final PeerSession session;
    private final SeededSwarm swarm;
    private final OriginShare share;
    private final LongSupplier uploadedBytes;
    private volatile int pieces;
    private volatile int thrives; // ticks from now
    private long seenBytes; // that were sent to it
    private boolean gained; // a piece since the last tick, from anybody
    private int ticks;

    /** @param uploadedBytes what was sent to the peer so far; asked on the event loop */
    LeecherWatch(PeerSession session, SeededSwarm swarm, OriginShare share, LongSupplier uploadedBytes) {
        this.session = session;
        this.swarm = swarm;
        this.share = share;
        this.uploadedBytes = uploadedBytes;
    }

    /** Whether the peer got something lately, from us or from others. Any thread. */
    boolean isThriving() {
        return thrives > 0;
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
        gained = true;
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
        noticeGain();
        if (++ticks % GATE_TICKS == 0 && !swarm.admits(session.connection())) {
            session.connection().close("the peer may not have this torrent any more");
        }
    }

    private void noticeGain() {
        long bytes = uploadedBytes.getAsLong();
        thrives = gained || bytes > seenBytes ? LATELY_TICKS : Math.max(0, thrives - 1);
        seenBytes = bytes;
        gained = false;
    }

    @Override
    public void closed() {
        share.left();
        swarm.left(session);
    }
}
