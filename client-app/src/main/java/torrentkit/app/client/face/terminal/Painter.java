package torrentkit.app.client.face.terminal;

/** Makes of two frames the few characters that turn the one on the screen into the other. */
final class Painter {
    /** Unchanged cells are written again rather than passed over when they are so few, which takes fewer characters. */
    private static final int SHORT_GAP = 4;

    private static final int SHORTEST_ERASED = 6;

    /** What the terminal is told, in its own language. */
    interface Means {
        String cursorTo(int row, int column);

        /** From whatever style to this. */
        String style(Style style);

        /** Makes the rest of the row blank, in the plain style; empty when the terminal cannot. */
        String eraseToEnd();
    }

    private final Means means;
    private final StringBuilder out = new StringBuilder();
    private Style style;
    private int row;
    private int column;

    Painter(Means means) {
        this.means = means;
    }

    /**
     * @param before what is on the screen; null when that is unknown
     * @return empty when nothing differs
     */
    String paint(Frame before, Frame now) {
        out.setLength(0);
        style = null;
        row = -1;
        for (int at = 0; at < now.rows(); at++) {
            paintRow(before, now, at);
        }
        if (style != null && style != Style.PLAIN) {
            out.append(means.style(Style.PLAIN));
        }
        return out.toString();
    }

    private void paintRow(Frame before, Frame now, int at) {
        int blank = means.eraseToEnd().isEmpty() ? now.columns() : now.blankFrom(at);
        int cell = 0;
        while (cell < now.columns()) {
            if (now.same(before, at, cell) || now.text(at, cell).isEmpty() && now.same(before, at, cell - 1)) {
                cell++;
                continue;
            }
            if (cell >= blank && now.columns() - cell >= SHORTEST_ERASED) {
                moveTo(at, cell, now);
                wear(Style.PLAIN);
                out.append(means.eraseToEnd());
                return;
            }
            // The second half of what was or is wide is redrawn together with the first.
            int from = cell > 0 && now.text(at, cell).isEmpty() ? cell - 1 : cell;
            moveTo(at, from, now);
            cell = write(now, at, from);
        }
    }

    private int write(Frame now, int at, int cell) {
        String text = now.text(at, cell);
        wear(now.style(at, cell));
        out.append(text);
        int width = cell + 1 < now.columns() && now.text(at, cell + 1).isEmpty() ? 2 : 1;
        boolean ascii = text.length() == 1 && text.charAt(0) < 0x7f;
        boolean ours = text.length() == 1 && text.charAt(0) >= 0x2500 && text.charAt(0) < 0x25a0;
        // Terminals disagree about the width of rarer characters, and about what follows the last column.
        row = (ascii || ours) && cell + width < now.columns() ? at : -1;
        column = cell + width;
        return cell + width;
    }

    private void moveTo(int at, int cell, Frame now) {
        if (row == at && column <= cell && cell - column <= SHORT_GAP && rewritable(now, at, cell)) {
            while (column < cell) {
                write(now, at, column);
            }
        }
        if (row != at || column != cell) {
            out.append(means.cursorTo(at, cell));
            row = at;
            column = cell;
        }
    }

    private boolean rewritable(Frame now, int at, int cell) {
        for (int between = column; between < cell; between++) {
            String text = now.text(at, between);
            if (text.length() != 1 || text.charAt(0) >= 0x7f || now.style(at, between) != style) {
                return false;
            }
        }
        return true;
    }

    private void wear(Style wanted) {
        if (style != wanted) {
            out.append(means.style(wanted));
            style = wanted;
        }
    }
}
