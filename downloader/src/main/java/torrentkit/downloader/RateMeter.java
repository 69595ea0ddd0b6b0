package torrentkit.downloader;

/** A rate over the last few seconds, from a total that only grows: an exponential mean of one-second samples. */
final class RateMeter {
    private static final double SMOOTHING = 0.25;
    private static final double SECOND = 1e9;

    private long lastTotal;
    private long lastTime;
    private boolean primed;
    private volatile double perSecond;

    RateMeter(long now) {
        lastTime = now;
    }

    /** Takes a sample; about once a second, by one thread. */
    void sample(long total, long now) {
        double rate = (total - lastTotal) * SECOND / Math.max(1, now - lastTime);
        lastTotal = total;
        lastTime = now;
        perSecond = primed ? perSecond + SMOOTHING * (rate - perSecond) : rate;
        primed |= rate > 0;
    }

    /** Any thread. */
    double perSecond() {
        return perSecond;
    }
}
