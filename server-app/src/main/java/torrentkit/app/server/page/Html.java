package torrentkit.app.server.page;

import java.nio.charset.StandardCharsets;
import torrentkit.app.server.text.Shown;

/** HTML as it is written: markup is ours, text and the values of attributes may be anybody's. */
final class Html {
    private final StringBuilder out = new StringBuilder(16 << 10);

    /** Markup of ours, as it is. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Text of ours or a number. */
    Html text(String text) {
        escape(text);
        return this;
    }

    /** A name from outside: what could deceive its reader is replaced, and its direction does not spread to what is around it. */
    Html name(String name) {
        out.append("<bdi>");
        escape(Shown.text(name));
        out.append("</bdi>");
        return this;
    }

    /** An attribute with a blank before it. */
    Html attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    byte[] toBytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
