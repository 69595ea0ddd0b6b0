package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.DisplayText;

/**
 * A line of styled text. Text is cleaned as it is added, so no line carries anything that a terminal would obey. Never longer than its
 * room: what does not fit is cut.
 */
final class Line {
    /** A part in one style. */
    record Span(String text, Style style) {}

    private final int columns;
    private final List<Span> spans = new ArrayList<>();
    private int width;

    /** @param columns that it may take at most */
    Line(int columns) {
        this.columns = columns;
    }

    List<Span> spans() {
        return spans;
    }

    int width() {
        return width;
    }

    /** Columns that are left. */
    int room() {
        return Math.max(0, columns - width);
    }

    /** What is there as text alone. */
    String text() {
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(span.text()));
        return text.toString();
    }

    Line add(Style style, String text) {
        String cut = DisplayText.cut(DisplayText.clean(text), room());
        if (!cut.isEmpty()) {
            spans.add(new Span(cut, style));
            width += DisplayText.width(cut);
        }
        return this;
    }

    /** The text, cut or followed by spaces so that it takes so many columns. */
    Line left(Style style, String text, int columns) {
        int end = Math.min(this.columns, width + columns);
        add(style, DisplayText.cut(DisplayText.clean(text), columns));
        return add(style, " ".repeat(Math.max(0, end - width)));
    }

    /** The text behind spaces so that both take so many columns. */
    Line right(Style style, String text, int columns) {
        String cut = DisplayText.cut(DisplayText.clean(text), columns);
        return add(style, " ".repeat(Math.max(0, columns - DisplayText.width(cut))) + cut);
    }

    Line gap(int columns) {
        return add(Style.PLAIN, " ".repeat(columns));
    }

    /** Spaces up to the column. */
    Line fill(Style style, int column) {
        return add(style, " ".repeat(Math.max(0, Math.min(columns, column) - width)));
    }

    @Override
    public String toString() {
        return text();
    }
}
