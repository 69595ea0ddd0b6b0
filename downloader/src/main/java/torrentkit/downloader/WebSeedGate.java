package torrentkit.downloader;

import java.util.Random;
import torrentkit.downloader.web.SeedUse;

/**
 * Decides when web seeds are used. While peers deliver, whether they keep the link full is found out by trying: with the web seeds for
 * some seconds, and later without, and what counts is the rate of both together. Since a web seed is often the same link as the first
 * seed, it must at least double the rate to be used beside peers. Pure: it reads no clock. Asked once a second by one thread.
 */
final class WebSeedGate {
    private static final long SECOND = 1_000_000_000L;

    /** How long peers may take to appear. */
    static final long GRACE = 3 * SECOND;

    /** How long connected peers may send nothing. */
    static final long PATIENCE = 10 * SECOND;

    /** The same where web seeds are the last resort. */
    static final long LAST_PATIENCE = 60 * SECOND;

    /** How long one way is tried; the rate is that of the last {@value #SAMPLES} seconds of it. */
    static final long TRIAL = 6 * SECOND;

    private static final int SAMPLES = 3;
    /** How long peers that begin to send are watched before it is tried whether they suffice. */
    private static final long NEWCOMERS = 5 * SECOND;

    private static final long FIRST_PAUSE = 15 * SECOND;
    private static final long LONGEST_PAUSE = 600 * SECOND;
    private static final double WORTH = 2;

    private enum State {
        CLOSED,
        TRYING_WITH,
        OPEN,
        TRYING_WITHOUT
    }

    private final WebSeedPolicy policy;
    private final Random random;
    private final long[] peerBytes = new long[SAMPLES + 1];
    private final long[] webBytes = new long[SAMPLES + 1];
    private final long[] times = new long[SAMPLES + 1];
    private long lastPeerBytes;
    private long lastDelivery;
    private long lastEnoughPieces;
    private State state = State.CLOSED;
    private long since;
    private long pause;
    private double rateBefore;

    WebSeedGate(WebSeedPolicy policy, Random random, long now) {
        this.policy = policy;
        this.random = random;
        this.lastDelivery = now;
        this.lastEnoughPieces = now;
        for (int i = 0; i <= SAMPLES; i++) {
            times[i] = now;
        }
        pauseFrom(now, FIRST_PAUSE);
    }

    /** What web seeds are for during the next second. */
    SeedUse look(long now, WebSeedFacts facts) {
        note(now, facts);
        return switch (policy) {
            case NEVER -> SeedUse.NOTHING;
            case ONLY -> SeedUse.ALONE;
            case LAST -> last(now, facts);
            case AUTO -> auto(now, facts);
        };
    }

    /** Whether nothing has come from peers for so long that their wishes do not matter any more. */
    boolean isDesperate(long now) {
        return now - lastDelivery >= LAST_PATIENCE;
    }

    private void note(long now, WebSeedFacts facts) {
        for (int i = 0; i < SAMPLES; i++) {
            peerBytes[i] = peerBytes[i + 1];
            webBytes[i] = webBytes[i + 1];
            times[i] = times[i + 1];
        }
        peerBytes[SAMPLES] = facts.peerBytes();
        webBytes[SAMPLES] = facts.webBytes();
        times[SAMPLES] = now;
        if (facts.peerBytes() != lastPeerBytes) {
            lastPeerBytes = facts.peerBytes();
            lastDelivery = now;
        }
        if (facts.lacking() == 0) {
            lastEnoughPieces = now;
        }
    }

    private SeedUse last(long now, WebSeedFacts facts) {
        if (isQuiet(now, facts, LAST_PATIENCE)) {
            return SeedUse.ALONE;
        }
        return facts.peers() > 0 && now - lastEnoughPieces >= GRACE ? SeedUse.WHAT_PEERS_LACK : SeedUse.NOTHING;
    }

    /** Whether nothing comes from peers, and has not for too long. */
    private boolean isQuiet(long now, WebSeedFacts facts, long patience) {
        return now - lastDelivery >= (facts.peers() > 0 ? patience : facts.hope() ? GRACE : 0);
    }

    private SeedUse auto(long now, WebSeedFacts facts) {
        if (isQuiet(now, facts, PATIENCE)) {
            state = State.OPEN;
            since = now;
            pause = NEWCOMERS;
            return SeedUse.ALONE;
        }
        switch (state) {
            case CLOSED -> {
                if (facts.enough()) {
                    since = now;
                } else if (now - since >= pause) {
                    rateBefore = rate(true);
                    enter(State.TRYING_WITH, now);
                }
            }
            case TRYING_WITH -> {
                if (now - since >= TRIAL) {
                    boolean worth = rate(true) >= WORTH * rateBefore;
                    enter(worth ? State.OPEN : State.CLOSED, now);
                    pauseFrom(now, worth ? FIRST_PAUSE : 2 * pause);
                }
            }
            case OPEN -> {
                if (now - since >= pause) {
                    rateBefore = rate(true);
                    enter(State.TRYING_WITHOUT, now);
                }
            }
            case TRYING_WITHOUT -> {
                if (now - since >= TRIAL) {
                    boolean worth = rateBefore >= WORTH * rate(false);
                    enter(worth ? State.OPEN : State.CLOSED, now);
                    pauseFrom(now, worth ? 2 * pause : FIRST_PAUSE);
                }
            }
        }
        if (state == State.OPEN || state == State.TRYING_WITH) {
            return SeedUse.BESIDE_PEERS;
        }
        return state == State.CLOSED && now - lastEnoughPieces >= PATIENCE ? SeedUse.WHAT_PEERS_LACK : SeedUse.NOTHING;
    }

    private void enter(State next, long now) {
        state = next;
        since = now;
    }

    /** Until the next trial: longer each time that it changes nothing, and not for everybody at the same moment. */
    private void pauseFrom(long now, long length) {
        since = now;
        pause = Math.min(LONGEST_PAUSE, length + (long) (length * random.nextDouble()));
    }

    /** Bytes a second in the last seconds. */
    private double rate(boolean both) {
        long bytes = peerBytes[SAMPLES] - peerBytes[0] + (both ? webBytes[SAMPLES] - webBytes[0] : 0);
        return bytes * (double) SECOND / Math.max(1, times[SAMPLES] - times[0]);
    }
}
