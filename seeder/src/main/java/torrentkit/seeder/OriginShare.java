package torrentkit.seeder;

import java.util.OptionalInt;
import java.util.function.Supplier;
import torrentkit.peer.PeerSession;
import torrentkit.piece.Bitfield;
import torrentkit.seeder.origin.OriginPolicy;
import torrentkit.seeder.upload.PieceOffer;
import torrentkit.seeder.upload.UploadHalf;
import torrentkit.wire.PeerMessage;

/**
 * One peer's share of what an origin gives, as the {@link OriginPolicy} deals it out. A client of ours knows that we have everything, and
 * is suggested (BEP 6) what to take unless it is alone; it is refused what it should get from others. Other clients with BEP 6 see a
 * peer that gets one piece after the other (BEP 16, super-seeding). Plain ones are told of everything and get it. Belongs to the
 * connection's event loop.
 */
final class OriginShare implements PieceOffer {
    /** Bytes after which the policy learns of them even if the piece is longer. */
    private static final int MAX_UNTOLD = 1 << 18;

    /** Pieces that are offered at once, at most: what is left follows with the next event. */
    private static final int MAX_BURST = 256;

    /** Seconds between two tries with a peer that was shown what it lacks and wants nothing. */
    private static final int RETRY = 30;

    private enum Manner {
        SUGGEST,
        REVEAL,
        SERVE
    }

    private final PeerSession session;
    private final OriginPolicy<PeerSession> policy;
    private final Supplier<UploadHalf> upload;
    private final Manner manner;
    private final Bitfield revealed; // only where not everything is
    private final Bitfield asked; // what was asked for, there
    private int ticks;
    private boolean joined;
    private boolean choking = true; // when we last looked
    private int allowed = -1;
    private int refused = -1;
    private int sending = -1;
    private int untold; // bytes of the piece that is being sent

    /** @param upload the peer's upload half, once the session is open */
    OriginShare(PeerSession session, OriginPolicy<PeerSession> policy, Supplier<UploadHalf> upload) {
        this.session = session;
        this.policy = policy;
        this.upload = upload;
        boolean ours = session.connection().handshake().peerId().isTorrentkit();
        this.manner = !session.fast() ? Manner.SERVE : ours ? Manner.SUGGEST : Manner.REVEAL;
        this.revealed = new Bitfield(manner == Manner.REVEAL ? session.layout().pieceCount() : 0);
        this.asked = new Bitfield(revealed.size());
    }

    @Override
    public Bitfield offered() {
        int pieces = session.layout().pieceCount();
        return manner == Manner.REVEAL ? new Bitfield(pieces) : Bitfield.full(pieces);
    }

    /** The peer told what it has, for the first time. */
    void joined(Bitfield has) {
        if (!has.isFull()) {
            joined = true;
            policy.joined(session, has);
            refill();
        }
    }

    /** The peer told of one more piece. */
    void has(int index) {
        if (joined) {
            policy.has(session, index);
            refill();
        } else {
            joined(session.remotePieces());
        }
    }

    void left() {
        joined = false;
        policy.left(session);
    }

    @Override
    public boolean allows(int index) {
        if (index == allowed) {
            return true;
        }
        if (index == refused) {
            return false;
        }
        joinSilently();
        if (manner == Manner.REVEAL) {
            asked.set(index);
        }
        if (policy.allows(session, index) || mayHaveAnyhow(index)) {
            allowed = index;
            return true;
        }
        refused = index;
        return false;
    }

    /** Who was told of the piece asks with good reason, and so does who asks for another one all the same, within the budget. */
    private boolean mayHaveAnyhow(int index) {
        return manner == Manner.SERVE || manner == Manner.REVEAL && (revealed.has(index) || !policy.isSpent());
    }

    /** A peer that has nothing need not say so (BEP 3). */
    private void joinSilently() {
        if (!joined) {
            joined(session.remotePieces());
        }
    }

    @Override
    public int worth() {
        return policy.worth(session);
    }

    @Override
    public void sent(int index, int bytes) {
        if (index != sending) {
            tellSent();
            sending = index;
        }
        untold += bytes;
        if (untold >= Math.min(MAX_UNTOLD, session.layout().pieceLength(index))) {
            tellSent();
            if (refill()) {
                session.connection().flush();
            }
        }
    }

    private void tellSent() {
        if (untold > 0) {
            policy.sent(session, sending, untold);
            untold = 0;
        }
    }

    /** The peer has said something, perhaps that it is interested. */
    void burstEnded() {
        boolean before = choking;
        noticeChoke();
        if (before && !choking) {
            refill();
        }
    }

    /** What was offered to one that may not ask any more is offered to others. */
    private void noticeChoke() {
        boolean before = choking;
        choking = upload.get().isChoking();
        if (choking && !before) {
            tellSent();
            policy.choked(session);
            allowed = -1;
        }
    }

    /** About once a second: what was refused may be allowed by now. */
    void tick() {
        ticks++;
        refused = -1;
        tellSent();
        noticeChoke();
        refill();
    }

    /**
     * Offers what the peer shall fetch next. The caller flushes.
     *
     * @return whether anything was written
     */
    private boolean refill() {
        if (!joined || session.isClosed() || !mayFetch()) {
            return false;
        }
        for (int offers = 0; offers < MAX_BURST; offers++) {
            OptionalInt piece = policy.offer(session);
            if (piece.isEmpty()) {
                return offers > 0;
            }
            offer(piece.getAsInt());
        }
        return true;
    }

    /** Whether the peer can ask for what it is offered. One that sees nothing with us that it lacks cannot be interested before. */
    private boolean mayFetch() {
        UploadHalf half = upload.get();
        return switch (manner) {
            case SERVE -> false;
            case SUGGEST -> !half.isChoking() && policy.peers() > 1;
            case REVEAL -> half.isRemoteInterested() ? !half.isChoking() : !isUnmoved();
        };
    }

    /** Whether the peer was shown pieces that it lacks and wants none of them, as one that is paused: more would be kept from others. */
    private boolean isUnmoved() {
        if (ticks % RETRY == 0) { // it may have got them and not told
            return false;
        }
        for (int i = revealed.nextSet(0); i >= 0; i = revealed.nextSet(i + 1)) {
            if (!asked.has(i) && !session.remotePieces().has(i)) {
                return true;
            }
        }
        return false;
    }

    private void offer(int index) {
        if (manner == Manner.SUGGEST) {
            session.connection().write(new PeerMessage.SuggestPiece(index));
        } else if (revealed.set(index)) {
            session.connection().write(new PeerMessage.Have(index));
        }
    }
}
