package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private static final TimedEvent EVENT =
            new TimedEvent(Optional.of(1_000L), Optional.of("aa"), new HistoryEvent.Note("caf\u00e9 \"\u202e\"\n"));

    @Test
    void writesEachEventAtOnceAsALineOfUtf8() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLines lines = new JsonLines(new PrintStream(out, false, StandardCharsets.US_ASCII));
        lines.accept(EVENT);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"note\",\"time\":1000,\"torrent\":\"aa\",\"text\":\"caf\u00e9 \\\"\\u202e\\\"\\u000a\"}\n");
    }

    @Test
    void tellsOnceThatNobodyReadsAnyMore() {
        int[] writes = {0};
        int[] told = {0};
        OutputStream closedPipe = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                writes[0]++;
                throw new IOException("Broken pipe");
            }
        };
        JsonLines lines = new JsonLines(new PrintStream(closedPipe), () -> told[0]++);
        lines.accept(EVENT);
        int first = writes[0];
        lines.accept(EVENT);
        lines.close();
        assertThat(told[0]).isEqualTo(1);
        assertThat(writes[0]).isEqualTo(first);
    }

    @Test
    void writesResultsWithTheirExitCodes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLines lines = new JsonLines(new PrintStream(out));
        List.of(
                        new HistoryEvent.Result("a.torrent", 0, "done", Optional.of("/srv/a")),
                        new HistoryEvent.Result("b.torrent", 3, "no such file", Optional.empty()),
                        new HistoryEvent.Exit(3))
                .forEach(event -> lines.accept(new TimedEvent(Optional.empty(), Optional.empty(), event)));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "{\"type\":\"result\",\"source\":\"a.torrent\",\"code\":0,\"text\":\"done\",\"path\":\"/srv/a\"}",
                        "{\"type\":\"result\",\"source\":\"b.torrent\",\"code\":3,\"text\":\"no such file\"}",
                        "{\"type\":\"exit\",\"code\":3}");
    }
}
