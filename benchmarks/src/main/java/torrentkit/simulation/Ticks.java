package torrentkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers along an axis. */
final class Ticks {
    private Ticks() {}

    /** From 0 to the first round number from {@code most} on, three to six of them. */
    static List<Double> linear(double most) {
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-9))));
        for (double part : new double[] {0.2, 0.5, 1}) {
            if (most / (step * part) <= 5) {
                step *= part;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        int last = (int) Math.ceil(most / step * 1.05);
        for (int i = 0; i <= last; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Powers of ten from 1 on, to the first that is not below {@code most}. */
    static List<Double> logarithmic(double most) {
        List<Double> ticks = new ArrayList<>();
        double tick = 1;
        ticks.add(tick);
        while (tick < most || ticks.size() < 2) {
            tick *= 10;
            ticks.add(tick);
        }
        return ticks;
    }

    /** The number with as many digits as a person needs. */
    static String label(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (value == Math.rint(value) || value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        String text = String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
