package torrentkit.seeder.origin;

import java.util.Random;
import java.util.function.IntPredicate;
import torrentkit.piece.Bitfield;

/**
 * What the policy knows of each piece: at how many peers it is, how many are promised it, how often it was sent; and the fresh ones, which
 * are nowhere yet, in random order. Guarded by the policy's lock.
 */
final class PieceBook {
    /** Pieces that are looked at for the rarest, at most: where more are lacking the answer is only nearly the rarest. */
    private static final int MAX_LOOKED_AT = 4_096;

    private final int[] holders;
    private final int[] promised;
    private final short[] sent;
    private final int[] fresh; // a stack; a piece in it may have ceased to be fresh
    private final boolean[] stacked;
    private final Random random;
    private int depth;

    PieceBook(int pieces, Random random) {
        this.random = random;
        holders = new int[pieces];
        promised = new int[pieces];
        sent = new short[pieces];
        fresh = new int[pieces];
        stacked = new boolean[pieces];
        for (int i = 0; i < pieces; i++) {
            push(i);
            int other = random.nextInt(i + 1);
            fresh[i] = fresh[other];
            fresh[other] = i;
        }
    }

    private void push(int piece) {
        if (!stacked[piece]) {
            stacked[piece] = true;
            fresh[depth++] = piece;
        }
    }

    private boolean isFresh(int piece) {
        return holders[piece] == 0 && promised[piece] == 0 && sent[piece] == 0;
    }

    /** Whether the piece is nowhere, was never sent, and is nobody's to fetch. */
    boolean isFree(int piece) {
        return isFresh(piece);
    }

    /** A fresh piece, or −1; it stays fresh until it is promised. */
    int anyFresh() {
        while (depth > 0) {
            int piece = fresh[depth - 1];
            if (isFresh(piece)) {
                return piece;
            }
            stacked[piece] = false;
            depth--;
        }
        return -1;
    }

    int holders(int piece) {
        return holders[piece];
    }

    boolean isPromised(int piece) {
        return promised[piece] > 0;
    }

    /** Another peer has the piece; answers how many do now. */
    int gained(int piece) {
        return ++holders[piece];
    }

    /** A peer that had the piece is gone. */
    void lost(int piece) {
        holders[piece]--;
    }

    void promise(int piece) {
        promised[piece]++;
    }

    /** A promise is kept or void. */
    void settle(int piece) {
        promised[piece]--;
        if (isFresh(piece)) {
            push(piece);
        }
    }

    void wasSent(int piece) {
        sent[piece] = (short) Math.min(Short.MAX_VALUE, sent[piece] + 1);
    }

    /**
     * Of the pieces that are lacking, the one at the fewest peers, of those the one sent least often, by lot; −1 if none is eligible.
     *
     * @param has those that are not lacking
     */
    int rarest(Bitfield has, IntPredicate eligible) {
        int start = random.nextInt(holders.length);
        int best = -1;
        int piece = has.nextClear(start);
        boolean wrapped = false;
        for (int looked = 0; looked < MAX_LOOKED_AT; looked++) {
            if (piece < 0 && !wrapped) {
                wrapped = true;
                piece = has.nextClear(0);
            }
            if (piece < 0 || wrapped && piece >= start) {
                break;
            }
            if ((best < 0 || isRarer(piece, best)) && eligible.test(piece)) {
                best = piece;
            }
            piece = has.nextClear(piece + 1);
        }
        return best;
    }

    private boolean isRarer(int piece, int other) {
        return holders[piece] < holders[other] || holders[piece] == holders[other] && sent[piece] < sent[other];
    }
}
