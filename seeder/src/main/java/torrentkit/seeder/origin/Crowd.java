package torrentkit.seeder.origin;

/** How the swarm as a whole is doing, as the origin sees it: what it sends, and what the peers get from each other. Guarded by the policy's lock. */
final class Crowd {
    private static final long SECOND = 1_000_000_000L;

    /** Bytes that a peer has before it at least, so that a fast link has no gap between two offers. */
    private static final long LEAST_AHEAD = 1 << 20;

    /** A peer has this part of a second's bytes before it. */
    private static final double SECONDS_AHEAD = 0.5;

    /** Pieces that are on their way together, however thin the link is. */
    private static final int LEAST_SERVED = 8;

    /** So long may a piece be on its way because others are on theirs. */
    private static final double SECONDS_A_PIECE = 2;

    /** Part of the time until now that the origin's help has to save. */
    private static final double WORTHWHILE = 0.05;

    private final int pieceLength;
    private final Flow sent;
    private final Flow gained;
    private final HelpTrial trial = new HelpTrial();
    private int takers; // peers here that took something from the origin
    private double takersGain;
    private double served = LEAST_SERVED;
    private double rateBefore;
    private double best;
    private long adjusted;
    private long began;
    private boolean any;

    Crowd(int pieceLength, long now) {
        this.pieceLength = pieceLength;
        this.sent = new Flow(now);
        this.gained = new Flow(now);
        this.adjusted = now;
        this.began = now;
    }

    void joined(long now) {
        began = any && now - began < SECOND ? began : now;
        any = true;
    }

    void sent(long bytes, long now) {
        sent.add(bytes, now);
    }

    /** A peer got so many bytes from the origin. */
    void took(Leecher leecher, long bytes, long now) {
        boolean before = leecher.isTaker();
        leecher.took(bytes, now);
        takers += !before && leecher.isTaker() ? 1 : 0;
    }

    void left(Leecher leecher) {
        takers -= leecher.isTaker() ? 1 : 0;
    }

    /** A peer says that it got so many bytes, from anybody. */
    void gained(Leecher leecher, long bytes, int peers, long now) {
        long counted = leecher.credible(bytes, peers, takersGain);
        if (leecher.isTaker()) {
            takersGain += (double) counted / takers;
        }
        gained.add(counted, now);
    }

    /** Bytes that the average peer that takes got since the beginning, as far as they count. */
    double takersGain() {
        return takersGain;
    }

    /** Pieces that a peer may have before it. */
    int ahead(double itsRate) {
        return pieces(Math.max(LEAST_AHEAD, SECONDS_AHEAD * itsRate));
    }

    /** The same for one that is alone, which shall find no end to it: as much again as it got already. */
    int aheadAlone(long itsBytes) {
        return pieces(Math.max(4.0 * LEAST_AHEAD, 2.0 * itsBytes));
    }

    private int pieces(double bytes) {
        return (int) Math.max(2, Math.min(Short.MAX_VALUE, Math.ceil(bytes / pieceLength)));
    }

    /**
     * Whether one piece more than so many may be on its way: more than the link can send in good time only while more of them bring more
     * bytes.
     */
    boolean serves(int outstanding, int peers, long now) {
        if (peers == 1) {
            return true;
        }
        if (now - adjusted > SECOND) {
            double rate = sent.perSecond(now);
            double good = Math.max(LEAST_SERVED, SECONDS_A_PIECE * rate / pieceLength);
            served = rate > 1.1 * rateBefore ? Math.max(good, served * 1.5) : Math.max(good, served * 0.9);
            rateBefore = rate;
            adjusted = now;
        }
        return outstanding < served;
    }

    /**
     * Whether the peers would take notably longer for the rest without help.
     *
     * @param missing bytes that all peers together lack
     */
    boolean needsHelp(long missing, long now) {
        double ours = sent.perSecond(now);
        best = Math.max(best * 0.999, ours);
        double all = gained.perSecond(now);
        double theirs = Math.max(0, all - ours);
        if (theirs <= 0) {
            return true;
        }
        double saved = missing / theirs - missing / (theirs + Math.max(best, 1));
        return saved > WORTHWHILE * (now - began) / SECOND && trial.helps(all, theirs, now);
    }
}
