package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.face.RunTotals;

/** The totals of a torrent in a grid, so that nothing moves while numbers grow. Pure functions. */
final class Facts {
    private static final int CELL = 20;
    private static final int WIDE_CELL = 26;
    private static final int LABEL = 7;

    private record Fact(String label, String value, Style style) {}

    private Facts() {}

    /** The most important ones come first; what has no room is left out. */
    static List<Line> lines(RunTotals totals, int columns, int rows) {
        int perRow = columns >= 3 * WIDE_CELL ? columns / WIDE_CELL : Math.max(1, columns / CELL);
        int cell = columns / perRow;
        List<Fact> facts = facts(totals, cell - LABEL - 2);
        List<Line> lines = new ArrayList<>();
        for (int row = 0; row < rows && row * perRow < facts.size(); row++) {
            Line line = new Line(columns);
            for (Fact fact : facts.subList(row * perRow, Math.min(facts.size(), (row + 1) * perRow))) {
                line.fill(Style.PLAIN, (line.width() + cell - 1) / cell * cell);
                line.left(Style.FAINT, fact.label(), LABEL + 1);
                boolean last = line.width() + cell > columns;
                line.left(fact.style(), fact.value(), last ? line.room() : cell - LABEL - 2);
            }
            lines.add(line);
        }
        return lines;
    }

    private static List<Fact> facts(RunTotals totals, int room) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Down", Quantity.rate(totals.downloadRate()), Style.STRONG));
        facts.add(new Fact("Pieces", totals.completed() + " of " + totals.pieces(), Style.PLAIN));
        facts.add(new Fact("Peers", Integer.toString(totals.peers()), Style.PLAIN));
        facts.add(new Fact("Up", Quantity.rate(totals.uploadRate()), Style.PLAIN));
        facts.add(new Fact("Size", size(totals, room), Style.PLAIN));
        facts.add(new Fact("Limit", totals.limit().orElse("-"), totals.limit().isPresent() ? Style.BUSY : Style.PLAIN));
        facts.add(new Fact("Sent", Quantity.bytes(totals.uploaded()), Style.PLAIN));
        facts.add(new Fact("Wasted", Quantity.bytes(totals.wasted()), Style.PLAIN));
        String bad = Quantity.count(totals.refused(), "piece");
        facts.add(new Fact("Bad", bad, totals.refused() > 0 ? Style.BAD : Style.PLAIN));
        return facts;
    }

    private static String size(RunTotals totals, int room) {
        String there = Quantity.shortBytes(totals.verifiedBytes());
        if (totals.totalBytes().isEmpty()) {
            return there;
        }
        String all = Quantity.shortBytes(totals.totalBytes().getAsLong());
        return there.length() + all.length() + 4 > room ? all : there + " of " + all;
    }
}
