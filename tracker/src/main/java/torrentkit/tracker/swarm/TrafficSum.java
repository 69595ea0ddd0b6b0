package torrentkit.tracker.swarm;

import torrentkit.tracker.SwarmTraffic;
import torrentkit.tracker.Totals;

/**
 * Adds up what peers report, as far as it is plausible. Peers may write anything into an announce, so one that shows less than
 * before, or more than any network could have moved since, adds nothing. Sums end at the largest number. Not safe for threads.
 */
final class TrafficSum {
    /** What a peer may always report at once, however short the time: the largest piece that we make ourselves. */
    static final long ALWAYS_BYTES = 16 << 20;

    private final long bytesPerSecond;
    private long downloaded;
    private long uploaded;

    TrafficSum(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * A peer announced again.
     *
     * @param ticks since its last announce
     * @param downloadedBefore what it reported then
     * @param uploadedBefore what it reported then
     * @return what the peer's report added
     */
    SwarmTraffic add(Totals now, long downloadedBefore, long uploadedBefore, int ticks) {
        long most = ALWAYS_BYTES + ticks * (bytesPerSecond / Ticks.PER_SECOND);
        long in = plausible(now.downloaded() - downloadedBefore, most);
        long out = plausible(now.uploaded() - uploadedBefore, most);
        if ((in | out) == 0) {
            return SwarmTraffic.NONE;
        }
        downloaded = sum(downloaded, in);
        uploaded = sum(uploaded, out);
        return new SwarmTraffic(in, out);
    }

    private static long plausible(long grown, long most) {
        return grown > 0 && grown <= most ? grown : 0;
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    boolean isZero() {
        return (downloaded | uploaded) == 0;
    }

    SwarmTraffic sum() {
        return new SwarmTraffic(downloaded, uploaded);
    }
}
