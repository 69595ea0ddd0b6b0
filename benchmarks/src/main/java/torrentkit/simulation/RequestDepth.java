package torrentkit.simulation;

/**
 * How many blocks a download keeps asked for, as the product's request window does: one more for each that arrives in the first second,
 * then what covers the measured pace for the shortest delay seen lately and some slack.
 */
final class RequestDepth {
    private static final double SMOOTHING = 0.3;
    private static final int LEAST_BYTES = 64 << 10;

    private final Tuning tuning;
    private final int blockBytes;
    private int depth;
    private boolean starting = true;
    private long bytesSinceTick;
    private long lastTick;
    private double pace;
    private long delay = Long.MAX_VALUE;
    private long delayBefore = Long.MAX_VALUE;
    private int ticks;

    RequestDepth(Tuning tuning, int blockBytes, long now) {
        this.tuning = tuning;
        this.blockBytes = blockBytes;
        this.depth = blocks(tuning.of(Knob.FIRST_REQUESTS_KIB) * 1024);
        this.lastTick = now;
    }

    int blocks() {
        return depth;
    }

    void received(int bytes, long nanos) {
        bytesSinceTick += bytes;
        delay = Math.min(delay, nanos);
        if (starting) {
            depth = Math.min(depth + 1, most());
        }
    }

    void tick(long now) {
        long elapsed = now - lastTick;
        if (elapsed < Agenda.SECOND / 2) {
            return;
        }
        double rate = bytesSinceTick * (double) Agenda.SECOND / elapsed;
        lastTick = now;
        if (bytesSinceTick == 0 && pace == 0) {
            return;
        }
        pace = pace == 0 ? rate : pace + SMOOTHING * (rate - pace);
        bytesSinceTick = 0;
        if (++ticks % 10 == 0) {
            delayBefore = delay;
            delay = Long.MAX_VALUE;
        }
        starting = false;
        long least = Math.min(delay, delayBefore);
        long slack = tuning.nanos(Knob.REQUEST_SLACK_MS);
        double covered = (least == Long.MAX_VALUE ? slack : least + slack) / (double) Agenda.SECOND;
        depth = Math.min(most(), blocks(Math.max(LEAST_BYTES, Math.max(rate, pace) * covered)));
    }

    /** The peer did not answer in time. */
    void collapse() {
        depth = 1;
        starting = true;
        pace = 0;
    }

    /** Bytes per second; 0 when none was shown. */
    double pace(long now) {
        if (pace > 0) {
            return pace;
        }
        return bytesSinceTick * (double) Agenda.SECOND / Math.max(Agenda.SECOND / 100, now - lastTick);
    }

    private int most() {
        return blocks(tuning.of(Knob.MOST_REQUESTS_KIB) * 1024);
    }

    private int blocks(double bytes) {
        return (int) Math.max(1, Math.ceil(bytes / blockBytes));
    }
}
