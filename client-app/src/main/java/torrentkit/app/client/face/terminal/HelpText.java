package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.List;

/** The keys, as the line at the bottom and as a page. Pure functions. */
final class HelpText {
    private HelpText() {}

    /** The line at the bottom; its last column stays free, since writing there makes some terminals scroll. */
    static Line keys(View view, int tableRows, int peers, int torrents, int columns, Glyphs glyphs) {
        Line line = new Line(columns - 1);
        String place = "";
        if (!view.help() && peers > tableRows && tableRows > 0) {
            int top = Math.min(view.top(), peers - tableRows);
            place = (top + 1) + "-" + (top + tableRows) + " of " + peers;
        }
        int room = columns - 1 - (place.isEmpty() ? 0 : place.length() + 1);
        add(line, room, "q", "Quit");
        add(line, room, "s", "Sort");
        add(line, room, "r", "Reverse");
        add(line, room, "?", view.help() ? "Back" : "Help");
        if (torrents > 1) {
            add(line, room, "Tab", "Torrent");
        }
        if (!place.isEmpty()) {
            add(line, room, glyphs.up() + "" + glyphs.down(), "Scroll");
            line.fill(Style.PLAIN, columns - 1 - place.length()).add(Style.FAINT, place);
        }
        return line;
    }

    private static void add(Line line, int room, String key, String effect) {
        int gap = line.width() == 0 ? 0 : 2;
        if (line.width() + gap + key.length() + 1 + effect.length() <= room) {
            line.gap(gap).add(Style.STRONG, key).add(Style.PLAIN, " " + effect);
        }
    }

    static List<Line> lines(int columns, Glyphs glyphs) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(columns));
        line(lines, columns, "q, Ctrl-C", "stop; what is verified is kept");
        line(lines, columns, "s, S", "sort peers by the next, the last column");
        line(lines, columns, "1 to 8", "sort by that column; again: reverse");
        line(lines, columns, "r", "reverse the order");
        line(lines, columns, "arrows, j, k", "scroll by a line");
        line(lines, columns, "PgUp, PgDn", "scroll by a page");
        line(lines, columns, "Home, End", "scroll to the first, the last");
        line(lines, columns, "Tab, Shift-Tab", "show the next, the last torrent");
        line(lines, columns, "? or Esc", "back");
        lines.add(new Line(columns));
        legend(lines, columns, "Map", Style.GOOD, glyphs.share().substring(4), "there");
        legend(lines, columns, "", Style.BUSY, Character.toString(glyphs.underway()), "under way");
        legend(lines, columns, "", Style.FAINT, glyphs.share().substring(0, 1), "missing");
        return lines;
    }

    private static void line(List<Line> lines, int columns, String key, String effect) {
        lines.add(new Line(columns)
                .gap(1)
                .left(Style.STRONG, key, columns < 60 ? 14 : 16)
                .add(Style.PLAIN, " " + effect));
    }

    private static void legend(List<Line> lines, int columns, String what, Style style, String mark, String meaning) {
        lines.add(new Line(columns)
                .gap(1)
                .left(Style.PLAIN, what, columns < 60 ? 14 : 16)
                .gap(1)
                .add(style, mark)
                .add(Style.PLAIN, " " + meaning));
    }
}
