package torrentkit.seeder.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.seeder.origin.Leecher.Claim;

/**
 * Which piece a seed that has everything gives to whom, so that the swarm gets the whole content for little more than one copy.
 *
 * <p>Each piece goes out once before any goes out twice, distinct pieces to distinct peers, a few ahead of what each takes; to a peer
 * whose pieces do not turn up at others, fewer. When every piece is out, the rarest follow only where that helps: where the peers could
 * not do the rest nearly as fast among themselves, or that rest is little. Over the budget only pieces that no peer has are given. In all
 * this a peer that gets nothing, from whomever, is given something after a while, so nobody stalls over it.
 *
 * <p>A piece that was offered is the peer's own until it says that it has it, leaves, or lets it lie. Thread-safe; to be called once a
 * piece, not once a block.
 *
 * @param <P> identifies a peer
 */
public final class OriginPolicy<P> {
    /** No budget. */
    public static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private static final long SECOND = 1_000_000_000L;

    /** How long a piece that was offered and not asked for is its peer's alone. */
    private static final long PATIENCE = 4 * SECOND;

    /** A peer that got nothing for so long gets something from the origin, whatever else holds. */
    private static final long HUNGRY = 2 * SECOND;

    /** The same over the budget, where peers have what it lacks. */
    private static final long STARVED = 10 * SECOND;

    /** Peers that have a piece when it is no longer only its first owner's to pass on; of a small swarm, half of it. */
    private static final int SPREAD = 4;

    /** Pieces that a peer may have before it or still to pass on, and how many times more than others. */
    private static final double LEAST_BURDEN = 2;

    private static final double MOST_BURDEN = 1.25;

    /** While giving all that is lacking makes no more copies than so, the origin helps wherever it can: the end comes sooner. */
    private static final double GIVEN_FREELY = 1.2;

    private final TorrentLayout layout;
    private final LongSupplier clock;
    private final PieceBook book;
    private final Map<P, Leecher> peers = new HashMap<>();
    private final Map<Integer, Leecher> unspread = new HashMap<>(); // pieces that few have, by whom we gave them to
    private final Crowd crowd;
    private double maxCopies = UNLIMITED;
    private long missing; // pieces, of all peers together
    private int underway; // those of them that were asked for
    private int outstanding; // pieces that peers have before them, all together
    private long sentBytes;
    private long swept;

    /**
     * @param clock monotonic time, nanoseconds
     * @param random for the order of pieces
     */
    public OriginPolicy(TorrentLayout layout, LongSupplier clock, Random random) {
        this.layout = layout;
        this.clock = clock;
        this.book = new PieceBook(layout.pieceCount(), random);
        this.swept = clock.getAsLong();
        this.crowd = new Crowd(layout.pieceLength(), swept);
    }

    /** @param copies how often the content may be sent before only pieces that no peer has are given; over 0 */
    public synchronized void maxCopies(double copies) {
        if (!(copies > 0)) {
            throw new IllegalArgumentException("a budget of more than 0 copies is needed, not " + copies);
        }
        maxCopies = copies;
    }

    /** A peer that lacks something takes part, and has these pieces; if it does already, it has these too. */
    public synchronized void joined(P peer, Bitfield has) {
        long now = clock.getAsLong();
        Leecher leecher = peers.get(peer);
        if (leecher == null) {
            leecher = new Leecher(new Bitfield(has.size()), crowd.takersGain(), now);
            peers.put(peer, leecher);
            missing += has.size();
            crowd.joined(now);
            if (peers.size() == 2) {
                shareOut(now);
            }
        }
        for (int i = has.nextSet(0); i >= 0; i = has.nextSet(i + 1)) {
            add(leecher, i, now);
        }
    }

    /** The one who was alone has no longer everything to itself, but what it has asked for. */
    private void shareOut(long now) {
        for (Leecher leecher : peers.values()) {
            release(leecher, (piece, claim) -> !claim.isAsked() && leecher.outstanding > ahead(leecher, now));
        }
    }

    /** A peer may not ask any more: what nobody has and was not sent to it may go to others at once. */
    public synchronized void choked(P peer) {
        Leecher leecher = peers.get(peer);
        if (leecher != null) {
            release(leecher, (piece, claim) -> !claim.isSent() && book.holders(piece) == 0);
        }
    }

    private void release(Leecher leecher, BiPredicate<Integer, Claim> which) {
        leecher.claims.entrySet().removeIf(entry -> {
            boolean released = which.test(entry.getKey(), entry.getValue());
            if (released) {
                settle(leecher, entry.getKey(), entry.getValue());
            }
            return released;
        });
    }

    /** A peer says that it has one more piece. */
    public synchronized void has(P peer, int piece) {
        Leecher leecher = peers.get(peer);
        if (leecher != null) {
            gain(leecher, piece, clock.getAsLong());
        }
    }

    private void gain(Leecher leecher, int piece, long now) {
        crowd.gained(leecher, layout.pieceLength(piece), peers.size(), now);
        add(leecher, piece, now);
    }

    private void add(Leecher leecher, int piece, long now) {
        if (!leecher.has.set(piece)) {
            return;
        }
        missing--;
        int holders = book.gained(piece);
        Claim claim = leecher.claims.get(piece);
        boolean ours = claim != null && claim.isSent();
        leecher.gained(ours, now);
        if (claim != null) {
            drop(leecher, piece, claim);
        }
        if (holders == 1 && ours) {
            unspread.put(piece, leecher);
            leecher.unspread++;
        } else if (holders >= Math.min(SPREAD, Math.max(2, peers.size() / 2))) {
            Leecher source = unspread.remove(piece);
            if (source != null) {
                source.unspread--;
            }
        }
    }

    /** A peer is gone. */
    public synchronized void left(P peer) {
        Leecher leecher = peers.remove(peer);
        if (leecher == null) {
            return;
        }
        for (int i = leecher.has.nextSet(0); i >= 0; i = leecher.has.nextSet(i + 1)) {
            book.lost(i);
        }
        crowd.left(leecher);
        missing -= leecher.missing();
        unspread.values().removeIf(source -> source == leecher);
        for (int piece : leecher.claims.keySet().toArray(Integer[]::new)) {
            drop(leecher, piece, leecher.claims.get(piece));
        }
    }

    /**
     * Which piece to offer this peer next, to be fetched besides those that it was offered before; empty when it has enough to fetch or
     * shall get nothing at present. To be asked when it has joined, when something was sent to it or it got something, and about once a
     * second.
     */
    public synchronized OptionalInt offer(P peer) {
        Leecher leecher = peers.get(peer);
        long now = clock.getAsLong();
        sweep(now);
        if (leecher == null || leecher.missing() <= leecher.claims.size()) {
            return OptionalInt.empty();
        }
        int piece = next(leecher, now);
        if (piece < 0) {
            return OptionalInt.empty();
        }
        claim(leecher, piece, now);
        return OptionalInt.of(piece);
    }

    private int next(Leecher leecher, long now) {
        if (leecher.outstanding >= ahead(leecher, now) || leecher.isAsleep(now)) {
            return -1;
        }
        boolean idle = leecher.outstanding == 0 && now - leecher.lastGain > HUNGRY;
        if (!idle && !crowd.serves(outstanding, peers.size(), now)) {
            return -1;
        }
        int fresh = book.anyFresh();
        if (fresh >= 0) {
            return isBackward(leecher) && !idle ? -1 : fresh;
        }
        boolean spent = isSpent();
        boolean needed = leecher.isLeftAlone(now, spent ? STARVED : HUNGRY) || !spent && helps(now);
        int piece = book.rarest(leecher.has, i -> !leecher.claims.containsKey(i) && (idle || !book.isPromised(i)));
        return piece >= 0 && (needed || book.holders(piece) == 0) ? piece : -1;
    }

    /** Pieces that the peer may have before it. */
    private int ahead(Leecher leecher, long now) {
        return peers.size() == 1 ? crowd.aheadAlone(leecher.sentBytes) : crowd.ahead(leecher.flow.perSecond(now));
    }

    /** Whether the peer has notably more to fetch and to pass on than others have. */
    private boolean isBackward(Leecher leecher) {
        if (underway == leecher.underway) { // nobody else keeps the link busy
            return false;
        }
        double mean = (double) (unspread.size() + outstanding) / peers.size();
        return leecher.unspread + leecher.outstanding > LEAST_BURDEN + MOST_BURDEN * mean;
    }

    /** Whether the content was sent as often as it may be. */
    public synchronized boolean isSpent() {
        return copies() >= maxCopies;
    }

    /** Whether what the origin sends beyond the first copy makes the swarm notably faster. */
    private boolean helps(long now) {
        long lacking = missing * layout.pieceLength();
        return peers.size() == 1
                || sentBytes + lacking < GIVEN_FREELY * layout.totalLength()
                || crowd.needsHelp(lacking, now);
    }

    /**
     * A peer asks for a piece. What was offered to it is allowed, and anything to a peer that is alone or gets nothing from others; a
     * piece that others fetch or have already is not, as long as that peer has better things to fetch or the budget is spent.
     *
     * @return whether it shall get it; then it is this peer's to fetch as if offered
     */
    public synchronized boolean allows(P peer, int piece) {
        Leecher leecher = peers.get(peer);
        if (leecher == null) {
            return true;
        }
        long now = clock.getAsLong();
        Claim claim = leecher.claims.get(piece);
        if (claim == null) {
            sweep(now);
            if (!mayHave(leecher, piece, now)) {
                return false;
            }
            claim = claim(leecher, piece, now);
        } else if (!claim.isAsked()) {
            leecher.heeded++;
        }
        ask(leecher, claim, now);
        return true;
    }

    private boolean mayHave(Leecher leecher, int piece, long now) {
        if (peers.size() == 1 || book.isFree(piece)) {
            return true;
        }
        if (isSpent()) {
            return book.holders(piece) == 0 && !book.isPromised(piece) || leecher.isLeftAlone(now, STARVED);
        }
        if ((leecher.outstanding == 0 || leecher.isHeedless()) && leecher.isLeftAlone(now, HUNGRY)) {
            return true;
        }
        if (leecher.outstanding > 0 || book.isPromised(piece) || book.anyFresh() >= 0) {
            return false;
        }
        return book.holders(piece) == 0 || helps(now);
    }

    /** So many bytes of a piece were sent to a peer. */
    public synchronized void sent(P peer, int piece, int bytes) {
        sentBytes += bytes;
        long now = clock.getAsLong();
        crowd.sent(bytes, now);
        Leecher leecher = peers.get(peer);
        if (leecher == null) {
            return;
        }
        crowd.took(leecher, bytes, now);
        Claim claim = leecher.claims.get(piece);
        if (claim == null && leecher.lacks(piece)) { // it was not ours to refuse
            claim = claim(leecher, piece, now);
        }
        if (claim == null) {
            return;
        }
        boolean before = claim.isSent();
        ask(leecher, claim, now);
        if (!before && claim.send(bytes)) {
            finished(leecher, claim);
            book.wasSent(piece);
        }
    }

    private void ask(Leecher leecher, Claim claim, long now) {
        leecher.asks(now);
        if (claim.ask(now) && !claim.isSent()) {
            leecher.underway++;
            underway++;
        }
    }

    /** Pieces that a peer lacks and would pass on: fewer for one that keeps what it gets to itself. */
    public synchronized int worth(P peer) {
        Leecher leecher = peers.get(peer);
        if (leecher == null) {
            return 0;
        }
        return isBackward(leecher) ? leecher.missing() / 4 : leecher.missing();
    }

    /** How often the content was sent: bytes of blocks over bytes of content. */
    public synchronized double copies() {
        return (double) sentBytes / layout.totalLength();
    }

    /** Peers that lack something. */
    public synchronized int peers() {
        return peers.size();
    }

    private Claim claim(Leecher leecher, int piece, long now) {
        Claim claim = new Claim(layout.pieceLength(piece), now);
        leecher.claims.put(piece, claim);
        leecher.outstanding++;
        outstanding++;
        book.promise(piece);
        return claim;
    }

    private void drop(Leecher leecher, int piece, Claim claim) {
        leecher.claims.remove(piece);
        settle(leecher, piece, claim);
    }

    private void settle(Leecher leecher, int piece, Claim claim) {
        if (!claim.isSent()) {
            finished(leecher, claim);
        }
        book.settle(piece);
    }

    private void finished(Leecher leecher, Claim claim) {
        if (claim.isAsked()) {
            leecher.underway--;
            underway--;
        }
        leecher.outstanding--;
        outstanding--;
    }

    /**
     * Takes back what peers let lie, once a second. Who was sent a whole piece and says nothing has it: many a client does not tell of
     * a piece whom it takes to have that.
     */
    private void sweep(long now) {
        if (now - swept < SECOND) {
            return;
        }
        swept = now;
        List<Integer> stale = new ArrayList<>();
        for (Leecher leecher : peers.values()) {
            leecher.claims.forEach((piece, claim) -> {
                if (claim.isStale(now, PATIENCE)) {
                    stale.add(piece);
                }
            });
            for (int piece : stale) {
                Claim claim = leecher.claims.get(piece);
                if (!claim.isAsked()) {
                    leecher.letLie(now, PATIENCE);
                }
                if (claim.isSent()) {
                    gain(leecher, piece, now);
                } else {
                    drop(leecher, piece, claim);
                }
            }
            stale.clear();
        }
    }
}
