package torrentkit.app.client.history.analysis;

/** Round steps for the axes of a chart. Pure functions. */
final class NiceScale {
    private static final long[] MILLIS = {
        10,
        20,
        50,
        100,
        200,
        500,
        1_000,
        2_000,
        5_000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        14_400_000,
        28_800_000,
        86_400_000
    };

    private NiceScale() {}

    /** The smallest of 1, 2, 5, 10, 20, 50, 100, 200, 500 in some binary unit that is not below this many bytes. */
    static double step(double bytes) {
        double unit = 1;
        while (bytes > 500 * unit) {
            unit *= 1024;
        }
        for (int factor : new int[] {1, 2, 5, 10, 20, 50, 100, 200, 500}) {
            if (factor * unit >= bytes) {
                return factor * unit;
            }
        }
        return 1024 * unit;
    }

    /** The smallest time that people count in and that is not below this many milliseconds; of long times, whole days. */
    static long millis(double least) {
        for (long step : MILLIS) {
            if (step >= least) {
                return step;
            }
        }
        long day = MILLIS[MILLIS.length - 1];
        return day * (long) Math.ceil(least / day);
    }
}
