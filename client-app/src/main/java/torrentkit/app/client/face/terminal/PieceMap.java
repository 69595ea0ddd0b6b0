package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which pieces are there and which are under way, each mark for as many pieces as needed to fit. Pure functions. */
final class PieceMap {
    private PieceMap() {}

    /** How many rows such a map takes at most. */
    static int rows(int pieces, int columns) {
        return (int) Math.min(Integer.MAX_VALUE, ((long) pieces + columns - 1) / columns);
    }

    /** @param rows at least 1; fewer lines come when fewer are needed */
    static List<Line> lines(BitSet have, BitSet underway, int pieces, int columns, int rows, Glyphs glyphs) {
        List<Line> lines = new ArrayList<>();
        if (columns <= 0 || pieces <= 0) {
            return lines;
        }
        long marks = Math.min(pieces, (long) columns * rows);
        Line line = new Line(columns);
        StringBuilder text = new StringBuilder();
        Style style = Style.PLAIN;
        for (long mark = 0; mark < marks; mark++) {
            if (mark > 0 && mark % columns == 0) {
                lines.add(line.add(style, text.toString()));
                line = new Line(columns);
                text.setLength(0);
            }
            int from = (int) (mark * pieces / marks);
            int to = (int) ((mark + 1) * pieces / marks);
            int there = have.get(from, to).cardinality();
            int next = underway.nextSetBit(from);
            boolean busy = next >= 0 && next < to && there < to - from;
            Style its = busy ? Style.BUSY : there == 0 ? Style.FAINT : Style.GOOD;
            if (its != style) {
                line.add(style, text.toString());
                text.setLength(0);
                style = its;
            }
            text.append(busy ? glyphs.underway() : glyphs.share().charAt(level(there, to - from)));
        }
        lines.add(line.add(style, text.toString()));
        return lines;
    }

    /** From 0, none, to 4, all; some are never none, nor all. */
    private static int level(int there, int of) {
        if (there == 0) {
            return 0;
        }
        return there == of ? 4 : 1 + (int) (3L * there / of);
    }
}
