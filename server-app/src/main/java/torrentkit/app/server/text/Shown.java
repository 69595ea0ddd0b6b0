package torrentkit.app.server.text;

/** Text from outside as a person may read it. */
public final class Shown {
    private static final int MAX_CHARS = 1_000;

    private Shown() {}

    /** The text with every character that controls a terminal or the order of reading replaced, and not endlessly long. */
    public static String text(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_CHARS));
        text.codePoints().limit(MAX_CHARS).forEach(c -> shown.appendCodePoint(isDeceptive(c) ? '_' : c));
        return shown.toString();
    }

    /** Controls, line ends, invisible formatting such as bidirectional overrides, and halves of characters. */
    public static boolean isDeceptive(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
