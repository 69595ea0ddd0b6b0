package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.List;

/** The newest entries of the event log under a heading. Pure functions. */
final class LogPane {
    private static final int NARROW = 60;

    private LogPane() {}

    /** @param rows at least 2 */
    static List<Line> lines(List<LogLine> log, int columns, int rows, Glyphs glyphs) {
        List<Line> lines = new ArrayList<>();
        Line heading = new Line(columns).add(Style.FAINT, glyphs.rule() + " Events ");
        lines.add(heading.add(Style.FAINT, Character.toString(glyphs.rule()).repeat(heading.room())));
        for (LogLine entry : log.subList(Math.max(0, log.size() - (rows - 1)), log.size())) {
            Line line = new Line(columns);
            if (columns >= NARROW && !entry.time().isEmpty()) {
                line.add(Style.FAINT, entry.time() + " ");
            }
            lines.add(line.add(entry.style(), entry.text()));
        }
        return lines;
    }
}
