package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;

class LineReaderProperties {
    private static final int LONGEST = 8;

    /** A stream that gives at most so many bytes at once. */
    private static InputStream trickling(String text, int most) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(most, length));
            }
        };
    }

    @Property
    void readsTheSameLinesHoweverTheyArrive(
            @ForAll List<@AlphaChars String> lines, @ForAll @IntRange(min = 1, max = 20) int most) {
        List<String> read = new ArrayList<>();
        LineReader reader = new LineReader(trickling(String.join("\n", lines) + "\n", most), LONGEST);
        while (reader.advance()) {
            read.add(reader.isTooLong() ? "too long" : reader.text());
            assertThat(reader.number()).isEqualTo(read.size());
        }
        List<String> expected = new ArrayList<>(lines.stream()
                .map(line -> line.length() > LONGEST ? "too long" : line)
                .toList());
        if (lines.isEmpty()) {
            expected.add("");
        }
        assertThat(read).isEqualTo(expected);
    }

    @Example
    void takesALastLineWithoutAnEndForOne() {
        LineReader reader = new LineReader(trickling("a\r\nb", 100), LONGEST);
        assertThat(reader.advance()).isTrue();
        assertThat(reader.text()).isEqualTo("a");
        assertThat(reader.advance()).isTrue();
        assertThat(reader.text()).isEqualTo("b");
        assertThat(reader.advance()).isFalse();
    }
}
