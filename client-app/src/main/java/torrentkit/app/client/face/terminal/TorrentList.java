package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.face.RunTotals;
import torrentkit.app.client.history.TorrentState;

/** One line for each torrent of a run, those around the chosen one, and one for all. Pure functions. */
final class TorrentList {
    private static final int PERCENT = 7;
    private static final int RATE = 11;
    private static final int PEERS = 10;

    private TorrentList() {}

    static List<Line> lines(Page.Scene scene, View view, int columns, int rows, Glyphs glyphs) {
        List<TorrentState> torrents = scene.torrents();
        List<Line> lines = new ArrayList<>();
        RunTotals all = RunTotals.of(torrents, scene.measuredRate());
        lines.add(line("All " + torrents.size() + " torrents", all, Style.HEADING, columns)
                .fill(Style.HEADING, columns));
        int shown = Math.min(rows - 1, torrents.size());
        int chosen = Math.min(view.torrent(), torrents.size() - 1);
        int first = Math.max(0, Math.min(chosen - shown / 2, torrents.size() - shown));
        for (int i = first; i < first + shown; i++) {
            RunTotals one = RunTotals.of(List.of(torrents.get(i)), 0);
            boolean its = i == chosen;
            String mark = its ? glyphs.marks().charAt(1) + " " : "  ";
            Style style = its ? Style.CHOSEN : torrents.get(i).ended().isPresent() ? Style.FAINT : Style.PLAIN;
            lines.add(line(mark + one.name().orElse("?"), one, style, columns));
        }
        return lines;
    }

    private static Line line(String name, RunTotals totals, Style style, int columns) {
        Line line = new Line(columns);
        boolean narrow = columns < 60;
        int numbers = PERCENT + RATE + (narrow ? 0 : PEERS);
        line.left(style, name, Math.max(8, columns - numbers));
        line.right(style, totals.percent(1), PERCENT);
        line.right(style, Quantity.shortBytes(totals.downloadRate()) + "/s", RATE);
        return narrow ? line : line.right(style, Quantity.count(totals.peers(), "peer"), PEERS);
    }
}
