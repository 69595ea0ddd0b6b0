package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.face.RunTotals;

/** What stands at the top: the name, how far it is, and the throughput. Pure functions. */
final class Headline {
    private static final int NARROW = 60;

    private Headline() {}

    /** The name at the left, what goes on at the right. */
    static Line title(Page.Scene scene, View view, RunTotals totals, int columns) {
        int count = scene.torrents().size();
        String number = count > 1 ? "[" + (Math.min(view.torrent(), count - 1) + 1) + "/" + count + "] " : "";
        String name = " " + number + DisplayText.clean(totals.name().orElse("client-app"));
        String state = activity(scene, totals) + " ";
        int forName = Math.max(Math.min(columns, 12), columns - 1 - state.length());
        Line line = new Line(columns).add(Style.TITLE, DisplayText.cut(name, forName));
        return line.fill(Style.TITLE, columns - state.length())
                .add(Style.TITLE, state)
                .fill(Style.TITLE, columns);
    }

    private static String activity(Page.Scene scene, RunTotals totals) {
        String percent = totals.percent(0);
        if (scene.stopping()) {
            return "stopping " + percent;
        }
        return switch (totals.activity()) {
            case DOWNLOADING -> "downloading " + percent;
            case CHECKING -> "checking " + percent;
            case FINISHING -> "writing to disk";
            case SHARING ->
                scene.torrents().stream().allMatch(torrent -> torrent.ended().isPresent()) && totals.peers() == 0
                        ? "complete"
                        : "complete, sharing";
            case FAILED -> "failed";
            case STARTING -> "starting";
        };
    }

    /** A bar with the percentage and the time left. */
    static Line bar(RunTotals totals, int columns, Glyphs glyphs) {
        String left = totals.activity() == RunTotals.Activity.DOWNLOADING
                ? totals.secondsLeft().isPresent()
                        ? Quantity.time(totals.secondsLeft().getAsLong())
                        : "-"
                : "";
        String eta = columns < NARROW ? " " + pad(left, 8) : "  ETA " + pad(left, 8);
        String percent = pad(totals.percent(1), 7);
        int width = Math.max(0, columns - percent.length() - eta.length());
        int full = (int) Math.floor(totals.share() * width);
        return new Line(columns)
                .add(Style.GOOD, Character.toString(glyphs.bar().charAt(0)).repeat(full))
                .add(Style.FAINT, Character.toString(glyphs.bar().charAt(1)).repeat(width - full))
                .add(Style.STRONG, percent)
                .add(Style.PLAIN, eta);
    }

    /** The chart with its scale at the right. */
    static List<Line> chart(List<Double> seconds, int columns, int rows, Glyphs glyphs) {
        int label = columns < NARROW ? 9 : 16;
        int width = Math.max(1, columns - label);
        List<Line> charts = Chart.lines(seconds, width, rows, glyphs);
        List<Line> lines = new ArrayList<>();
        for (int row = 0; row < charts.size(); row++) {
            Line line = new Line(columns);
            charts.get(row).spans().forEach(span -> line.add(span.style(), span.text()));
            if (row == 0) {
                String peak = Quantity.shortBytes(Chart.peak(seconds, width)) + "/s";
                line.add(Style.FAINT, columns < NARROW ? "" : " peak").right(Style.PLAIN, peak, line.room());
            } else if (row == charts.size() - 1) {
                int span = Math.min(seconds.size(), width);
                line.right(Style.FAINT, "over " + Quantity.time(span), line.room());
            }
            lines.add(line);
        }
        return lines;
    }

    private static String pad(String text, int columns) {
        return " ".repeat(Math.max(0, columns - text.length())) + text;
    }
}
