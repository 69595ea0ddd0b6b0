package torrentkit.peer;

/**
 * A rate over the last few seconds, from a total that only grows: the mean of one-second samples, the recent ones weighing more. In the
 * first seconds it is the plain mean, so that it does not climb slowly from nothing.
 */
public final class RateMeter {
    private static final int SECONDS = 5;
    private static final double SECOND = 1e9;

    private long lastTotal;
    private long lastTime;
    private int samples;
    private volatile double perSecond;

    /** @param now monotonic time, nanoseconds */
    public RateMeter(long now) {
        lastTime = now;
    }

    /** Takes a sample; about once a second, by one thread. */
    public void sample(long total, long now) {
        double rate = (total - lastTotal) * SECOND / Math.max(1, now - lastTime);
        if (rate > 0 || samples > 0) { // the wait for the first byte says nothing
            samples = Math.min(SECONDS, samples + 1);
            perSecond += (rate - perSecond) / samples;
        }
        lastTotal = total;
        lastTime = now;
    }

    /** Units per second at the moment. Any thread. */
    public double perSecond() {
        return perSecond;
    }
}
