package torrentkit.app.client.face.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import torrentkit.app.client.console.DisplayText;

class PainterProperties {
    private static final int COLUMNS = 30;
    private static final int ROWS = 5;
    private static final String[] WORDS = {"a", "longer", "   ", "日本", "é", "█", "e\u0301", "…", "x        y"};

    /** Says what it means in characters that stand in no text: {@code U+E000} and following. */
    private static final Painter.Means MEANS = new Painter.Means() {
        @Override
        public String cursorTo(int row, int column) {
            return "\uE000" + (char) (0xE100 + row) + (char) (0xE100 + column);
        }

        @Override
        public String style(Style style) {
            return "\uE001" + (char) (0xE100 + style.ordinal());
        }

        @Override
        public String eraseToEnd() {
            return "\uE002";
        }
    };

    private static Frame frame(Random random) {
        List<Line> lines = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            Line line = new Line(COLUMNS);
            while (random.nextInt(4) > 0) {
                Style style = Style.values()[random.nextInt(Style.values().length)];
                line.add(style, WORDS[random.nextInt(WORDS.length)]);
            }
            lines.add(line);
        }
        return Frame.of(lines, COLUMNS, ROWS, true);
    }

    /** A terminal that obeys: cells of text, and style. */
    private static final class Obedient {
        private final String[][] texts = new String[ROWS][COLUMNS];
        private final Style[][] styles = new Style[ROWS][COLUMNS];
        private int row;
        private int column;
        private Style style = Style.PLAIN;

        void obey(String sent) {
            int at = 0;
            while (at < sent.length()) {
                int c = sent.codePointAt(at);
                at += Character.charCount(c);
                switch (c) {
                    case 0xE000 -> {
                        row = sent.charAt(at++) - 0xE100;
                        column = sent.charAt(at++) - 0xE100;
                    }
                    case 0xE001 -> style = Style.values()[sent.charAt(at++) - 0xE100];
                    case 0xE002 -> {
                        for (int i = column; i < COLUMNS; i++) {
                            set(i, " ");
                        }
                    }
                    default -> put(Character.toString(c));
                }
            }
        }

        private void put(String text) {
            int width = DisplayText.width(text);
            if (width == 0) {
                int base = texts[row][column - 1].isEmpty() ? column - 2 : column - 1;
                texts[row][base] += text;
                return;
            }
            set(column, text);
            if (width == 2) {
                set(column + 1, "");
            }
            column += width;
        }

        private void set(int at, String text) {
            texts[row][at] = text;
            styles[row][at] = style;
        }

        void assertShows(Frame frame) {
            for (int r = 0; r < ROWS; r++) {
                for (int c = 0; c < COLUMNS; c++) {
                    assertThat(texts[r][c]).isEqualTo(frame.text(r, c));
                    assertThat(styles[r][c]).isEqualTo(frame.style(r, c));
                }
            }
        }
    }

    @Property
    void turnsAnyScreenIntoAnyOther(@ForAll long seed) {
        Random random = new Random(seed);
        Painter painter = new Painter(MEANS);
        Obedient terminal = new Obedient();
        Frame before = null;
        for (int i = 0; i < 4; i++) {
            Frame now = frame(random);
            terminal.obey(painter.paint(before, now));
            terminal.assertShows(now);
            assertThat(terminal.style).isEqualTo(Style.PLAIN);
            before = now;
        }
    }

    @Property
    void sendsNothingWhenNothingDiffers(@ForAll long seed) {
        Frame one = frame(new Random(seed));
        assertThat(new Painter(MEANS).paint(one, frame(new Random(seed)))).isEmpty();
    }

    @Example
    void sendsLittleWhenLittleDiffers() {
        Frame one = Frame.of(List.of(new Line(COLUMNS).add(Style.PLAIN, "down 10.0 MiB/s")), COLUMNS, ROWS, true);
        Frame two = Frame.of(List.of(new Line(COLUMNS).add(Style.PLAIN, "down 10.1 MiB/s")), COLUMNS, ROWS, true);
        assertThat(new Painter(MEANS).paint(one, two)).isEqualTo(MEANS.cursorTo(0, 8) + MEANS.style(Style.PLAIN) + "1");
    }
}
