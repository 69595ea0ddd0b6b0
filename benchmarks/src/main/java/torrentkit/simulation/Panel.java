package torrentkit.simulation;

import java.util.List;
import java.util.Locale;

/**
 * One diagram of several side by side: values over a number of peers, whose axis is logarithmic.
 *
 * @param title what is shown
 * @param unit of the values
 * @param series what is drawn
 * @param logarithmic whether the axis of the values is too; else it begins at 0
 */
record Panel(String title, String unit, List<Series> series, boolean logarithmic) {
    static final int WIDTH = 320;
    static final int HEIGHT = 300;

    private static final int LEFT = 52;
    private static final int RIGHT = 14;
    private static final int TOP = 58;
    private static final int BOTTOM = 46;

    /** A point: so many peers, that value. */
    record Point(double peers, double value) {}

    /** Points that belong together, in the order of their peers. */
    record Series(String name, List<Point> points) {}

    /** The panel as SVG, with its upper left corner at this distance from the left. */
    String svg(int x) {
        StringBuilder svg = new StringBuilder();
        svg.append(text("title", x + LEFT, 20, "start", title));
        List<Double> ticks = logarithmic ? Ticks.logarithmic(most()) : Ticks.linear(most());
        for (double tick : ticks) {
            svg.append(line("grid", x + LEFT, y(tick, ticks), x + WIDTH - RIGHT, y(tick, ticks)));
            svg.append(text("tick", x + LEFT - 6, y(tick, ticks) + 4, "end", Ticks.label(tick)));
        }
        for (Point point : series.get(0).points()) {
            svg.append(text("tick", x(x, point.peers()), HEIGHT - BOTTOM + 18, "middle", Ticks.label(point.peers())));
        }
        svg.append(line("axis", x + LEFT, HEIGHT - BOTTOM, x + WIDTH - RIGHT, HEIGHT - BOTTOM));
        svg.append(text("label", x + (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "peers"));
        svg.append(text("label", x + LEFT, TOP - 22, "start", unit));
        for (int i = 0; i < series.size(); i++) {
            svg.append(series(x, series.get(i), i, ticks));
        }
        return svg.toString();
    }

    private String series(int x, Series shown, int number, List<Double> ticks) {
        StringBuilder path = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (Point point : shown.points()) {
            double px = x(x, point.peers());
            double py = y(point.value(), ticks);
            path.append(path.length() == 0 ? "M" : " L")
                    .append(number(px))
                    .append(' ')
                    .append(number(py));
            dots.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"><title>%s: %s</title></circle>\n",
                    number,
                    px,
                    py,
                    shown.name(),
                    Ticks.label(point.value())));
            dots.append(text(
                    "value s" + number,
                    px,
                    py + (number == 0 ? -9 : 17),
                    anchor(point, shown),
                    Ticks.label(point.value())));
        }
        double legend = x + LEFT + number * 118.0;
        return "<path class=\"line s" + number + "\" d=\"" + path + "\"/>\n" + dots
                + line("line s" + number, legend, TOP - 10, legend + 18, TOP - 10)
                + text("tick", legend + 23, TOP - 6, "start", shown.name());
    }

    private static String anchor(Point point, Series shown) {
        int last = shown.points().size() - 1;
        return point == shown.points().get(0)
                ? "start"
                : point == shown.points().get(last) ? "end" : "middle";
    }

    private double most() {
        return series.stream()
                .flatMap(shown -> shown.points().stream())
                .mapToDouble(Point::value)
                .max()
                .orElse(1);
    }

    private double x(int x, double peers) {
        List<Point> points = series.get(0).points();
        double first = Math.log(points.get(0).peers());
        double last = Math.log(points.get(points.size() - 1).peers());
        double share = last == first ? 0.5 : (Math.log(peers) - first) / (last - first);
        return x + LEFT + 14 + share * (WIDTH - LEFT - RIGHT - 28);
    }

    private double y(double value, List<Double> ticks) {
        double least = ticks.get(0);
        double most = ticks.get(ticks.size() - 1);
        double share = logarithmic
                ? (Math.log(Math.max(value, least)) - Math.log(least)) / (Math.log(most) - Math.log(least))
                : value / most;
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    private static String text(String style, double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
                style,
                x,
                y,
                anchor,
                text);
    }

    private static String line(String style, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                style,
                x1,
                y1,
                x2,
                y2);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
