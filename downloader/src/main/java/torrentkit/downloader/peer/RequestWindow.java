package torrentkit.downloader.peer;

import torrentkit.piece.Block;

/**
 * How many requests to keep in flight with one peer: enough to cover what the link takes in while a request and its answer travel (the
 * bandwidth-delay product), measured, not assumed, and two that wait at the peer, but no more, so that the last blocks of a piece or a
 * download do not wait behind a long queue. It grows like TCP's, by one request for each block that arrives, as long as blocks do not take long;
 * about once a second it is set to the measured rate times the shortest delay that was ever seen, and the two.
 *
 * <p>Those two make a link's shares fairer, as in FAST TCP: of all who wait at an uplink each gets as much as it has waiting there. Were
 * that only a time's worth of what it gets, whoever got little would ask for little, and get little to the end.
 *
 * <p>Pure: the caller has the clock. Belongs to the worker's event loop.
 */
public final class RequestWindow {
    /** Requests before anything is known of a peer. */
    static final int INITIAL = 8;

    private static final long SECOND = 1_000_000_000L;

    /** On top of the delay: what a peer that answers in bursts, or a scheduler in between, may take. */
    private static final long SLACK_NANOS = SECOND / 4;

    /** At first, when the distance is not known, a block that comes within this time may have more behind it than was asked for. */
    private static final long SOON_AT_FIRST_NANOS = SECOND / 2;

    /** Requests that wait at the peer. */
    private static final int WAITING = 2;

    /** The same of a download that is behind: it shall catch up. */
    private static final int WAITING_BEHIND = 4;

    private static final double SMOOTHING = 0.3;

    private int max;
    private int depth;
    private boolean starting = true;
    private long bytesSinceTick;
    private long lastTick;
    private double bytesPerSecond;
    private long leastDelay = Long.MAX_VALUE; // more than this is the peer's queue, which our own requests fill
    private long idleSince = -1;

    /**
     * @param max requests that the peer keeps
     * @param now monotonic time, nanoseconds
     */
    public RequestWindow(int max, long now) {
        this.max = max;
        this.depth = Math.min(INITIAL, max);
        this.lastTick = now;
    }

    /** Requests that may be in flight now. */
    public int depth() {
        return depth;
    }

    /** The peer has told how many requests it keeps. */
    public void limit(int requests) {
        max = Math.max(1, requests);
        depth = Math.min(depth, max);
    }

    /**
     * A block has arrived. When all requests that there may be were in flight and it came soon, the peer may have more to give: the pace
     * that it has shown says nothing of that, since there may have been no more to ask for.
     *
     * @param delay time since it was requested, nanoseconds
     * @param inFlight requests that are left
     */
    public void received(int bytes, long delay, int inFlight) {
        bytesSinceTick += bytes;
        leastDelay = Math.min(leastDelay, delay);
        boolean soon = delay < (starting ? SOON_AT_FIRST_NANOS : SLACK_NANOS);
        if (soon && inFlight + 1 >= depth && depth < max) {
            depth++;
        }
    }

    /** Every request has been answered: until the next one, it is not the peer's fault that nothing comes. */
    public void idle(long now) {
        idleSince = now;
    }

    /** A request is sent. */
    public void asked(long now) {
        if (idleSince >= 0) {
            lastTick += now - Math.max(idleSince, lastTick);
            idleSince = -1;
        }
    }

    /**
     * Takes the measure; about once a second.
     *
     * @param behind whether the peer, which is no seed, is well ahead of this download
     */
    public void tick(long now, boolean behind) {
        long elapsed = now - lastTick;
        if (elapsed < SECOND / 2) {
            return;
        }
        double rate = bytesSinceTick * (double) SECOND / elapsed;
        lastTick = now;
        if (bytesSinceTick == 0 && bytesPerSecond == 0) {
            return;
        }
        bytesPerSecond = bytesPerSecond == 0 ? rate : bytesPerSecond + SMOOTHING * (rate - bytesPerSecond);
        bytesSinceTick = 0;
        starting = false;
        double covered = ((leastDelay == Long.MAX_VALUE ? 0 : leastDelay) + SLACK_NANOS) / (double) SECOND;
        double travelling = Math.floor(Math.max(rate, bytesPerSecond) * covered / Block.LENGTH);
        depth = (int) Math.min(max, travelling + (behind ? WAITING_BEHIND : WAITING));
    }

    /** The peer did not answer in time: it is asked for little until it shows more. */
    public void collapse() {
        depth = 1;
        starting = true;
        bytesPerSecond = 0;
    }

    /** The peer's pace, bytes a second; 0 when it has shown none. */
    public double bytesPerSecond(long now) {
        if (bytesPerSecond > 0) {
            return bytesPerSecond;
        }
        long elapsed = Math.max(SECOND / 100, now - lastTick);
        return bytesSinceTick * (double) SECOND / elapsed;
    }
}
