package torrentkit.app.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path directory;

    @Test
    void tellsWhenAndWhatInOneCleanLine() {
        assertThat(LogFile.line(Instant.parse("2026-01-02T03:04:05.678901Z"), "info", "a\nb\u001b[31m"))
                .isEqualTo("2026-01-02T03:04:05.678Z info a\uFFFDb\uFFFD[31m\n");
    }

    @Test
    void addsToWhatIsThere() throws Exception {
        Path file = Files.writeString(directory.resolve("log"), "before\n");
        LogFile log = LogFile.open(file);
        log.write("info", "one");
        log.write("error", "two");
        assertThat(Files.readAllLines(file)).hasSize(3).satisfies(lines -> {
            assertThat(lines.get(0)).isEqualTo("before");
            assertThat(lines.get(1)).endsWith(" info one");
            assertThat(lines.get(2)).endsWith(" error two");
        });
    }
}
