package torrentkit.app.client.face.terminal;

import java.util.EnumMap;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;

/**
 * How a terminal is told what to do, from its entry in terminfo. Colours are those of ECMA-48, which every terminal has that has eight: the
 * conditional formulas for them in terminfo are beyond JLine, and its own entries know no faint text.
 */
final class TerminalMeans implements Painter.Means {
    private static final String ESCAPE = "\u001b";
    private static final int RED = 1;
    private static final int GREEN = 2;
    private static final int YELLOW = 3;
    private static final int CYAN = 6;

    private final Terminal terminal;
    private final boolean colours;
    private final Map<Style, String> styles = new EnumMap<>(Style.class);
    private final String erase;
    private final String cursor;

    /** @param colours whether to use them, if the terminal has them */
    TerminalMeans(Terminal terminal, boolean colours) {
        this.terminal = terminal;
        Integer count = terminal.getNumericCapability(Capability.max_colors);
        this.colours = colours && count != null && count >= 8;
        for (Style style : Style.values()) {
            styles.put(style, text(Capability.exit_attribute_mode) + look(style));
        }
        erase = text(Capability.clr_eol);
        cursor = terminal.getStringCapability(Capability.cursor_address);
    }

    /** Whether the terminal can do what a full screen needs. */
    boolean isEnough() {
        return cursor != null && terminal.getStringCapability(Capability.clear_screen) != null;
    }

    private String look(Style style) {
        return switch (style) {
            case PLAIN -> "";
            case TITLE -> text(Capability.enter_bold_mode) + text(Capability.enter_reverse_mode);
            case HEADING ->
                colours ? text(Capability.enter_bold_mode) + colour(CYAN) : text(Capability.enter_bold_mode);
            case STRONG -> text(Capability.enter_bold_mode);
            case FAINT -> faint();
            case GOOD -> colour(GREEN);
            case BUSY -> colours ? colour(YELLOW) : text(Capability.enter_bold_mode);
            case BAD -> text(Capability.enter_bold_mode) + colour(RED);
            case CHOSEN -> text(Capability.enter_reverse_mode);
        };
    }

    private String colour(int number) {
        return colours ? ESCAPE + "[3" + number + "m" : "";
    }

    private String faint() {
        return colours ? ESCAPE + "[2m" : text(Capability.enter_dim_mode);
    }

    /** Empty when the terminal has no such means. */
    String text(Capability capability, Object... parameters) {
        String means = terminal.getStringCapability(capability);
        return means == null ? "" : Curses.tputs(means, parameters);
    }

    @Override
    public String cursorTo(int row, int column) {
        return Curses.tputs(cursor, row, column);
    }

    @Override
    public String style(Style style) {
        return styles.get(style);
    }

    @Override
    public String eraseToEnd() {
        return erase;
    }
}
