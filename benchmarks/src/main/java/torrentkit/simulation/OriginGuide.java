package torrentkit.simulation;

import java.util.OptionalInt;
import torrentkit.piece.Bitfield;
import torrentkit.seeder.origin.OriginPolicy;

/** What the origin says to one peer, as the product's {@link OriginPolicy} has it: suggests what to fetch, and refuses what is not for it. */
final class OriginGuide {
    private static final int MAX_UNTOLD = 1 << 18;

    private final OriginPolicy<SimulatedPeer> policy;
    private final SimulatedPeer peer;
    private final Upload upload;
    private int sending = -1;
    private int untold;

    OriginGuide(OriginPolicy<SimulatedPeer> policy, SimulatedPeer peer, Upload upload) {
        this.policy = policy;
        this.peer = peer;
        this.upload = upload;
    }

    void joined(Bitfield has) {
        policy.joined(peer, has);
        refill();
    }

    void has(int piece) {
        policy.has(peer, piece);
        refill();
    }

    void left() {
        policy.left(peer);
    }

    void choked() {
        tellSent();
        policy.choked(peer);
    }

    boolean allows(int piece) {
        return policy.allows(peer, piece);
    }

    /** What the peer would do with a slot. */
    int worth() {
        return policy.worth(peer);
    }

    void sent(int piece, int bytes) {
        if (piece != sending) {
            tellSent();
            sending = piece;
        }
        untold += bytes;
        if (untold >= Math.min(MAX_UNTOLD, peer.run().layout().pieceLength(piece))) {
            tellSent();
            refill();
        }
    }

    private void tellSent() {
        if (untold > 0) {
            policy.sent(peer, sending, untold);
            untold = 0;
        }
    }

    /** About once a second. */
    void tick() {
        tellSent();
        refill();
    }

    /** Suggests what the peer shall fetch next. */
    void refill() {
        if (upload.isUnchoked() && policy.peers() > 1) {
            OptionalInt piece = policy.offer(peer);
            while (piece.isPresent()) {
                upload.receiver().suggested(piece.getAsInt());
                piece = policy.offer(peer);
            }
        }
    }
}
