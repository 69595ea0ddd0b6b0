package torrentkit.app.client.history;

import torrentkit.app.client.console.DisplayText;

/**
 * Writes JSON objects into a text, with no more than records need. A library would do as well, but each download writes a record, and
 * loading the library takes longer than all of the writing. Characters that would do harm on a terminal are escaped, so that what is
 * written may be looked at anywhere and still says the same. Not thread-safe.
 */
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();
    private boolean separate;

    public JsonText startObject() {
        separate();
        text.append('{');
        separate = false;
        return this;
    }

    public JsonText endObject() {
        text.append('}');
        separate = true;
        return this;
    }

    public JsonText startArray() {
        separate();
        text.append('[');
        separate = false;
        return this;
    }

    public JsonText endArray() {
        text.append(']');
        separate = true;
        return this;
    }

    public JsonText name(String name) {
        separate();
        text.append('"').append(name).append("\":");
        separate = false;
        return this;
    }

    public JsonText value(long number) {
        separate();
        text.append(number);
        separate = true;
        return this;
    }

    /** The number, rounded to a whole one. */
    public JsonText rounded(double number) {
        return value(Math.round(number));
    }

    public JsonText value(boolean truth) {
        separate();
        text.append(truth);
        separate = true;
        return this;
    }

    public JsonText value(String string) {
        separate();
        text.append('"');
        if (isPlain(string)) {
            text.append(string);
        } else {
            escaped(string);
        }
        text.append('"');
        separate = true;
        return this;
    }

    /** Whether it stands for itself: nearly all that a record holds does. */
    private static boolean isPlain(String string) {
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void escaped(String string) {
        boolean harmless = DisplayText.clean(string).equals(string);
        for (int i = 0; i < string.length(); ) {
            int c = string.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (harmless || isHarmless(string, i, next)) {
                text.appendCodePoint(c);
            } else {
                for (int unit = i; unit < next; unit++) {
                    escape(string.charAt(unit));
                }
            }
            i = next;
        }
    }

    private static boolean isHarmless(String string, int from, int to) {
        String one = string.substring(from, to);
        return DisplayText.clean(one).equals(one);
    }

    private void escape(char unit) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(HEX.charAt(unit >> shift & 0xf));
        }
    }

    private void separate() {
        if (separate) {
            text.append(',');
        }
    }

    /** Ends the line; what follows is on its own. */
    void endLine() {
        text.append('\n');
        separate = false;
    }

    int length() {
        return text.length();
    }

    /** What was written since the last time. */
    public String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }
}
