package torrentkit.app.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void readsTheAnswerOfStty() {
        assertThat(Terminal.parse("24 132\n")).isEqualTo(132);
    }

    @Test
    void assumesTheUsualWidthWhenNobodyKnows() {
        assertThat(Terminal.parse("")).isEqualTo(80);
        assertThat(Terminal.parse("0 0\n")).isEqualTo(80);
        assertThat(Terminal.parse("what?\n")).isEqualTo(80);
        assertThat(Terminal.parse("a b\n")).isEqualTo(80);
    }

    @Test
    void takesNoTerminalForNarrowerThanALineCanBe() {
        assertThat(Terminal.parse("5 1")).isEqualTo(10);
    }
}
