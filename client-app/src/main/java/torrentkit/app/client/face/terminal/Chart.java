package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.List;

/** A chart of numbers over time, the newest at the right. Pure functions. */
final class Chart {
    private Chart() {}

    /** The largest number that is shown in so many columns; 0 without any. */
    static double peak(List<Double> numbers, int columns) {
        double peak = 0;
        for (int i = Math.max(0, numbers.size() - columns); i < numbers.size(); i++) {
            peak = Math.max(peak, numbers.get(i));
        }
        return peak;
    }

    /** @param rows that the largest number takes */
    static List<Line> lines(List<Double> numbers, int columns, int rows, Glyphs glyphs) {
        int steps = glyphs.levels().length();
        double peak = peak(numbers, columns);
        int shown = Math.min(numbers.size(), columns);
        List<Line> lines = new ArrayList<>();
        for (int row = rows - 1; row >= 0; row--) {
            StringBuilder text = new StringBuilder(" ".repeat(columns - shown));
            for (int i = numbers.size() - shown; i < numbers.size(); i++) {
                long height = peak <= 0 ? 0 : Math.round(numbers.get(i) / peak * steps * rows);
                boolean something = numbers.get(i) >= 1;
                long level = Math.max(something && row == 0 ? 1 : 0, height - (long) row * steps);
                text.append(level <= 0 ? ' ' : glyphs.levels().charAt((int) Math.min(steps, level) - 1));
            }
            lines.add(new Line(columns).add(Style.GOOD, text.toString()));
        }
        return lines;
    }
}
