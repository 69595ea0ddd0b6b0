package torrentkit.app.client.face.web;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * A torrent's rates over time, in as many points as a chart shows: when there are more, every two become one. Where events tell the rates
 * those are taken, with the events' time; otherwise they are measured by the pieces that are completed.
 */
final class RateCurve {
    static final int MAX_POINTS = 600; // an even number

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** @param millis on a clock of the torrent's own, ascending */
    record Point(long millis, double down, double up) {
        /** @param weight of the next one, against that of both */
        private Point with(Point next, double weight) {
            return new Point(next.millis, down + (next.down - down) * weight, up + (next.up - up) * weight);
        }
    }

    private final List<Point> points = new ArrayList<>();
    private final List<Point> news = new ArrayList<>();
    private int perPoint = 1;
    private int inLast;
    private boolean told;
    private long start;
    private long measuredAt;
    private long measuredBytes = -1;

    /** A point that an event tells. */
    void told(long millis, double down, double up) {
        if (!told) {
            told = true;
            points.clear();
            perPoint = 1;
            inLast = 0;
        }
        add(new Point(millis, down, up));
    }

    /**
     * Makes a point of what was completed in the last second, if events do not tell the rates.
     *
     * @return whether there is a new point
     */
    boolean measured(long nanoTime, long completedBytes) {
        if (told) {
            return false;
        }
        if (measuredBytes < 0) {
            start = nanoTime;
            measuredAt = nanoTime;
            measuredBytes = completedBytes;
            return false;
        }
        long passed = nanoTime - measuredAt;
        if (passed < PERIOD_NANOS) {
            return false;
        }
        double rate = (completedBytes - measuredBytes) * 1e9 / passed;
        add(new Point(TimeUnit.NANOSECONDS.toMillis(nanoTime - start), Math.max(0, rate), 0));
        measuredAt = nanoTime;
        measuredBytes = completedBytes;
        return true;
    }

    private void add(Point point) {
        if (!points.isEmpty() && point.millis() < points.get(points.size() - 1).millis()) {
            return; // the clock was set back
        }
        news.add(point);
        if (news.size() > MAX_POINTS) {
            news.remove(0);
        }
        if (!points.isEmpty() && inLast < perPoint) {
            inLast++;
            points.set(points.size() - 1, points.get(points.size() - 1).with(point, 1.0 / inLast));
        } else {
            points.add(point);
            inLast = 1;
        }
        if (points.size() > MAX_POINTS) {
            halve();
        }
    }

    /** Makes one of every two but for the last, which has only begun. */
    private void halve() {
        List<Point> half = new ArrayList<>();
        for (int i = 0; i + 1 < points.size(); i += 2) {
            half.add(points.get(i).with(points.get(i + 1), 0.5));
        }
        half.add(points.get(points.size() - 1));
        points.clear();
        points.addAll(half);
        perPoint *= 2;
    }

    /** All points, the oldest first. */
    List<Point> points() {
        return points;
    }

    /** Points since the page was last told. */
    List<Point> news() {
        return news;
    }

    /** The rate that was measured last, where no event tells one. */
    OptionalDouble measuredRate() {
        return told || points.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(points.get(points.size() - 1).down());
    }

    void clearNews() {
        news.clear();
    }
}
