package torrentkit.app.client.history.analysis;

import java.util.ArrayList;
import java.util.List;

/** Amounts over time, in a bounded number of columns of equal width, which grows with the time. Not thread-safe. */
final class Series {
    /** At most so many columns, and more than half of it once the first width does not do. */
    static final int MAX_COLUMNS = 240;

    private static final long FIRST_WIDTH_MILLIS = 100;

    private final double[] columns = new double[MAX_COLUMNS];
    private long width = FIRST_WIDTH_MILLIS;
    private int used;

    /** Spreads an amount evenly over a time; milliseconds since the beginning. */
    void add(long from, long to, double amount) {
        makeRoomFor(Math.max(from, to));
        if (to <= from) {
            columns[(int) (from / width)] += amount;
            used = Math.max(used, (int) (from / width) + 1);
            return;
        }
        for (int column = (int) (from / width); column <= (int) ((to - 1) / width); column++) {
            long start = Math.max(from, column * width);
            long end = Math.min(to, (column + 1) * width);
            columns[column] += amount * (end - start) / (to - from);
            used = Math.max(used, column + 1);
        }
    }

    private void makeRoomFor(long time) {
        while (time / width >= MAX_COLUMNS) {
            for (int i = 0; i < MAX_COLUMNS / 2; i++) {
                columns[i] = columns[2 * i] + columns[2 * i + 1];
            }
            for (int i = MAX_COLUMNS / 2; i < MAX_COLUMNS; i++) {
                columns[i] = 0;
            }
            used = (used + 1) / 2;
            width *= 2;
        }
    }

    long columnMillis() {
        return width;
    }

    /** What came in each column, per second, up to the last in which anything came. */
    List<Double> perSecond() {
        List<Double> rates = new ArrayList<>(used);
        for (int i = 0; i < used; i++) {
            rates.add(columns[i] * 1000 / width);
        }
        return rates;
    }
}
