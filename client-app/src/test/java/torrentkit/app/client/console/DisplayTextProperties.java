package torrentkit.app.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DisplayTextProperties {
    @Property
    void cleanTextHasNothingThatSteersATerminal(@ForAll("anything") String text) {
        assertThat(DisplayText.clean(text).codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    }

    @Property
    void cleaningTwiceChangesNothingMore(@ForAll("anything") String text) {
        String clean = DisplayText.clean(text);
        assertThat(DisplayText.clean(clean)).isSameAs(clean);
    }

    @Property
    void cleaningKeepsTheNumberOfCodePoints(@ForAll("anything") String text) {
        assertThat(DisplayText.clean(text).codePoints().count())
                .isEqualTo(text.codePoints().count());
    }

    @Property
    void cutTextFits(@ForAll("anything") String text, @ForAll @IntRange(min = 0, max = 200) int columns) {
        String cut = DisplayText.cut(DisplayText.clean(text), columns);
        assertThat(DisplayText.width(cut)).isLessThanOrEqualTo(columns);
        assertThat(DisplayText.clean(cut)).isEqualTo(cut);
    }

    /** Code units of all kinds, half surrogate pairs among them. */
    @Provide
    Arbitrary<String> anything() {
        Arbitrary<Character> risky = Arbitraries.of(
                '\u001b', '\r', '\n', '\u009b', '\u202e', '\u2066', '\u200d', '\uD83D', '\uDE00', '\uFEFF', '\u0301',
                '漢');
        return Arbitraries.oneOf(
                        Arbitraries.chars().all(), risky, Arbitraries.chars().ascii())
                .list()
                .ofMaxSize(120)
                .map(characters -> {
                    StringBuilder text = new StringBuilder();
                    characters.forEach(text::append);
                    return text.toString();
                });
    }
}
