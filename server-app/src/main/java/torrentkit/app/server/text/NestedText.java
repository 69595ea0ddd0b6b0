package torrentkit.app.server.text;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** Nested data as text that a person reads and that is JSON at the same time. */
public final class NestedText {
    private static final String STEP = "  ";

    private NestedText() {}

    /** On several lines, one for each value. */
    public static String indented(Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value, System.lineSeparator());
        return text.toString();
    }

    /** On one line. */
    public static String compact(Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value, null);
        return text.toString();
    }

    /** @param newLine the end of a line with the present indentation; null to stay on the line */
    private static void append(StringBuilder text, Object value, String newLine) {
        if (value instanceof Map<?, ?> map) {
            appendAll(text, '{', map.entrySet(), '}', newLine);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            appendText(text, String.valueOf(entry.getKey()));
            text.append(": ");
            append(text, entry.getValue(), newLine);
        } else if (value instanceof Collection<?> values) {
            appendAll(text, '[', values, ']', newLine);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            appendText(text, value.toString());
        }
    }

    private static void appendAll(StringBuilder text, char open, Collection<?> values, char close, String newLine) {
        text.append(open);
        String inner = newLine == null ? null : newLine + STEP;
        for (Iterator<?> rest = values.iterator(); rest.hasNext(); ) {
            text.append(inner == null ? "" : inner);
            append(text, rest.next(), inner);
            text.append(rest.hasNext() ? inner == null ? ", " : "," : "");
        }
        text.append(newLine == null || values.isEmpty() ? "" : newLine).append(close);
    }

    private static void appendText(StringBuilder text, String value) {
        text.append('"');
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (Shown.isDeceptive(c)) {
                for (char half : Character.toChars(c)) {
                    text.append(String.format("\\u%04x", (int) half));
                }
            } else {
                text.appendCodePoint(c);
            }
        });
        text.append('"');
    }
}
