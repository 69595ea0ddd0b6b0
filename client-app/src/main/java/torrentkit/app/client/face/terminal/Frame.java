package torrentkit.app.client.face.terminal;

import java.util.Arrays;
import java.util.List;
import torrentkit.app.client.console.DisplayText;

/**
 * A screen full of cells. A character that takes two columns has its text in the first one's cell and nothing in the second's; marks that
 * take no column belong to the character before them.
 */
final class Frame {
    private static final int MOST_MARKS = 4; // what piles up higher would be drawn over other lines

    private final int columns;
    private final int rows;
    private final String[] texts;
    private final Style[] styles;

    private Frame(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        texts = new String[columns * rows];
        styles = new Style[columns * rows];
        Arrays.fill(texts, " ");
        Arrays.fill(styles, Style.PLAIN);
    }

    /** @param unicode false replaces what is not ASCII */
    static Frame of(List<Line> lines, int columns, int rows, boolean unicode) {
        Frame frame = new Frame(columns, rows);
        for (int row = 0; row < Math.min(rows, lines.size()); row++) {
            int column = 0;
            for (Line.Span span : lines.get(row).spans()) {
                column = frame.put(row, column, unicode ? span.text() : ascii(span.text()), span.style());
            }
        }
        return frame;
    }

    private int put(int row, int start, String text, Style style) {
        int column = start;
        int at = 0;
        while (at < text.length()) {
            String character = Character.toString(text.codePointAt(at));
            at += character.length();
            int width = DisplayText.width(character);
            int cell = row * columns + column;
            if (width == 0) {
                if (column > 0 && texts[cell - 1].length() <= MOST_MARKS) {
                    int base = texts[cell - 1].isEmpty() ? cell - 2 : cell - 1;
                    texts[base] += character;
                }
            } else if (column + width <= columns) {
                texts[cell] = character;
                styles[cell] = style;
                if (width == 2) {
                    texts[cell + 1] = "";
                    styles[cell + 1] = style;
                }
                column += width;
            }
        }
        return column;
    }

    /** As many columns as before. */
    private static String ascii(String text) {
        if (text.chars().allMatch(c -> c < 0x7f)) {
            return text;
        }
        StringBuilder ascii = new StringBuilder();
        text.codePoints().forEach(c -> {
            int width = DisplayText.width(Character.toString(c));
            ascii.append(c < 0x7f ? Character.toString(c) : c == '…' ? "~" : "?".repeat(width));
        });
        return ascii.toString();
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** Empty for the second column of a wide character. */
    String text(int row, int column) {
        return texts[row * columns + column];
    }

    Style style(int row, int column) {
        return styles[row * columns + column];
    }

    /** Whether this cell looks the same in both; frames of different sizes have nothing in common. */
    boolean same(Frame other, int row, int column) {
        return other != null
                && other.columns == columns
                && other.rows == rows
                && text(row, column).equals(other.text(row, column))
                && style(row, column) == other.style(row, column);
    }

    /** The first column from which the row is blank to its end. */
    int blankFrom(int row) {
        int column = columns;
        while (column > 0 && text(row, column - 1).equals(" ") && style(row, column - 1) == Style.PLAIN) {
            column--;
        }
        return column;
    }
}
