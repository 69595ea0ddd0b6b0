package torrentkit.app.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void splitsAtWhiteSpaceOutsideOfQuotes() {
        assertThat(Words.of("  context web\tport ")).containsExactly("context", "web", "port");
        assertThat(Words.of("files \"a b/c d\" 'x\"y'")).containsExactly("files", "a b/c d", "x\"y");
        assertThat(Words.of("warm im\"ag es\"/** \"\"")).containsExactly("warm", "imag es/**", "");
        assertThat(Words.of(" \t ")).isEmpty();
    }

    @Test
    void refusesAnOpenQuote() {
        assertThatThrownBy(() -> Words.of("files \"a"))
                .isInstanceOf(ConsoleException.class)
                .hasMessage("the quote \" is not closed");
    }
}
