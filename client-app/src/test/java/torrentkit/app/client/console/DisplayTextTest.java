package torrentkit.app.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayTextTest {
    @Test
    void keepsLettersOfAllLanguagesAndPictures() {
        String text = "a Ö ß ł ж 漢字 한글 é \uD83D\uDE00";
        assertThat(DisplayText.clean(text)).isSameAs(text);
    }

    @Test
    void replacesWhatMovesTheCursorOrEndsTheLine() {
        assertThat(DisplayText.clean("a\u001b[2Jb\rc\nd\te\u0007f\u007fg\u009bh\u2028i\u0085"))
                .isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg\uFFFDh\uFFFDi\uFFFD");
    }

    @Test
    void replacesBidirectionalOverridesAndIsolates() {
        assertThat(DisplayText.clean("exe\u202egnp.\u2066x\u2069\u200f\u061c"))
                .isEqualTo("exe\uFFFDgnp.\uFFFDx\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void replacesWhatCannotBeSeen() {
        assertThat(DisplayText.clean("a\u200bb\uFEFFc\u3164d\uDB40\uDC41e")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
    }

    @Test
    void replacesHalfSurrogatePairs() {
        assertThat(DisplayText.clean("a\uD83Db\uDE00")).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void countsColumnsNotCharacters() {
        assertThat(DisplayText.width("abc")).isEqualTo(3);
        assertThat(DisplayText.width("漢字")).isEqualTo(4);
        assertThat(DisplayText.width("e\u0301")).isEqualTo(1);
        assertThat(DisplayText.width("\uD83D\uDE00")).isEqualTo(2);
    }

    @Test
    void cutsAtColumnsAndSaysSo() {
        assertThat(DisplayText.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(DisplayText.cut("abcdef", 4)).isEqualTo("abc…");
        assertThat(DisplayText.cut("漢字漢字", 4)).isEqualTo("漢…");
        assertThat(DisplayText.cut("abc", 1)).isEqualTo("…");
        assertThat(DisplayText.cut("abc", 0)).isEmpty();
    }
}
