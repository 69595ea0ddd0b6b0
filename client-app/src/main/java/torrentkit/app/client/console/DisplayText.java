package torrentkit.app.client.console;

/**
 * Text from outside (torrents, trackers, peers, file names) made fit for a terminal: no character that moves the cursor, changes
 * colours, hides text or turns its direction, and widths counted in columns. Pure functions.
 */
public final class DisplayText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final String ELLIPSIS = "…";

    private DisplayText() {}

    /**
     * The text with each harmful character replaced by U+FFFD: controls and line separators, format characters (bidirectional
     * overrides and isolates, zero-width ones, tags), unpaired surrogates, private and unassigned code points. One code point for
     * one, so that what is shown has the length of what is there.
     */
    public static String clean(String text) {
        int at = firstHarmful(text);
        if (at == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, at);
        while (at < text.length()) {
            int c = text.codePointAt(at);
            clean.appendCodePoint(isHarmless(c) ? c : REPLACEMENT);
            at += Character.charCount(c);
        }
        return clean.toString();
    }

    private static int firstHarmful(String text) {
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (!isHarmless(c)) {
                return at;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    private static boolean isHarmless(int c) {
        if (c < 0x7f) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isInvisibleFiller(c);
        };
    }

    /** Letters and marks by category that show nothing at all, and so hide where a name ends. */
    private static boolean isInvisibleFiller(int c) {
        return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
    }

    /** Columns that the clean text takes on a terminal. */
    public static int width(String text) {
        return text.codePoints().map(DisplayText::width).sum();
    }

    /** The text, shortened to at most so many columns; where something was cut the last column says so. */
    public static String cut(String text, int columns) {
        if (columns <= 0) {
            return "";
        }
        if (width(text) <= columns) {
            return text;
        }
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (used + width(c) > columns - 1) {
                break;
            }
            used += width(c);
            at += Character.charCount(c);
        }
        return text.substring(0, at) + ELLIPSIS;
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** The blocks whose characters terminals draw two columns wide (Unicode East Asian Width W and F, and pictographs). */
    private static boolean isWide(int c) {
        return c >= 0x1100 && c <= 0x115F
                || c >= 0x231A && c <= 0x231B
                || c >= 0x23E9 && c <= 0x23FA
                || c >= 0x25FD && c <= 0x27BF
                || c >= 0x2B1B && c <= 0x2B55
                || c >= 0x2E80 && c <= 0x303E
                || c >= 0x3041 && c <= 0xA4CF
                || c >= 0xA960 && c <= 0xA97F
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF01 && c <= 0xFF60
                || c >= 0xFFE0 && c <= 0xFFE6
                || c >= 0x16FE0 && c <= 0x18AFF
                || c >= 0x1B000 && c <= 0x1B2FF
                || c >= 0x1F000 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
    }
}
