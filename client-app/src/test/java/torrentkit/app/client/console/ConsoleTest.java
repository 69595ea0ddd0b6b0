package torrentkit.app.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int columns = 20;

    private Console console(boolean terminal) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Console(stream, stream, terminal, () -> columns);
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void rewritesTheLineAndErasesWhatWasLonger() {
        Console console = console(true);
        console.progress("12345");
        console.progress("abc");
        assertThat(shown()).isEqualTo("\r12345\rabc  ");
    }

    @Test
    void cutsTheLineBeforeItWraps() {
        console(true).progress("x".repeat(100));
        assertThat(shown()).isEqualTo("\r" + "x".repeat(16) + "…");
    }

    @Test
    void messagesPushTheProgressLineDown() {
        Console console = console(true);
        console.progress("abc");
        console.error("oops");
        assertThat(shown()).isEqualTo("\rabc\r     \roops\n\rabc");
    }

    @Test
    void cleansEverything() {
        Console console = console(true);
        console.line("a\u001b[31mb");
        console.error("c\rd");
        console.progress("e\u202ef");
        assertThat(shown()).isEqualTo("a\uFFFD[31mb\nc\uFFFDd\n\re\uFFFDf");
    }

    @Test
    void drawsNoProgressIntoAPipe() {
        console(false).progress("abc");
        assertThat(shown()).isEmpty();
    }

    @Test
    void quietLeavesErrorsAndResults() {
        Console console = console(true);
        console.setQuiet(true);
        console.line("line");
        console.progress("progress");
        console.error("error");
        console.result("result");
        assertThat(shown()).isEqualTo("error\nresult\n");
    }

    @Test
    void aClosedPipeIsNoError() {
        PrintStream closed = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        closed.close();
        Console console = new Console(closed, closed, true, () -> 80);
        console.line("a");
        console.progress("b");
        console.clearProgress();
        assertThat(closed.checkError()).isTrue();
    }

    @Test
    void printsAfterwardsWhatWasSaidWhileSomebodyElseHadTheScreen() {
        Console console = console(true);
        List<String> told = new ArrayList<>();
        console.progress("abc");
        console.divert(told::add);
        console.line("first");
        console.progress("def");
        console.line("second");
        assertThat(shown()).isEqualTo("\rabc\r     \r");
        console.undivert();
        console.line("third");
        assertThat(told).containsExactly("first", "second");
        assertThat(shown()).endsWith("\rfirst\nsecond\nthird\n");
    }

    @Test
    void keepsOnlyTheLatestOfMuchThatWasSaidMeanwhile() {
        Console console = console(true);
        console.divert(text -> {});
        for (int i = 1; i <= 130; i++) {
            console.line("line " + i);
        }
        console.undivert();
        assertThat(shown().lines())
                .hasSize(101)
                .startsWith("client-app: 30 earlier lines are left out.", "line 31")
                .endsWith("line 130");
    }

    @Test
    void tellsOnceWhenTheOutputTakesNoMore() {
        PrintStream closed = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        closed.close();
        Console console = new Console(closed, closed, false, () -> 80);
        List<String> told = new ArrayList<>();
        console.whenOutputFails(() -> told.add("once"));
        console.line("a");
        console.line("b");
        assertThat(told).containsExactly("once");
    }

    @Test
    void copiesEverythingQuietOrNot() {
        Console console = console(true);
        List<String> copied = new ArrayList<>();
        console.copyTo((level, text) -> copied.add(level + " " + text));
        console.setQuiet(true);
        console.line("a");
        console.error("b");
        assertThat(copied).containsExactly("info a", "error b");
        assertThat(shown()).isEqualTo("b\n");
    }
}
