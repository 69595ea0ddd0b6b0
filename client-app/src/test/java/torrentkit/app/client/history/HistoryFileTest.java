package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class HistoryFileTest {
    private static final String OLD = """
            {"type":"initialized","name":"a","total":2,"todo":2}
            {"type":"connected","peer":{"address":"192.0.2.1","port":6881}}
            {"type":"started","peer":{"address":"192.0.2.1","port":6881},"piece":0}
            {"type":"completed","peer":{"address":"192.0.2.1","port":6881},"piece":0,"size":10}
            {"type":"terminated","peer":{"address":"192.0.2.1","port":6881}}
            """;

    @TempDir
    Path directory;

    private Path file(String content) throws Exception {
        return Files.writeString(directory.resolve("history.log"), content);
    }

    private static List<HistoryEvent> events(Path path, String runs) {
        HistoryFile file = HistoryFile.scan(path, () -> false);
        List<HistoryEvent> events = new ArrayList<>();
        try (HistoryReader reader = file.read(RunChoice.parse(runs).in(file))) {
            for (Optional<HistoryReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                events.add(entry.get().event().event());
            }
        }
        return events;
    }

    @Test
    void readsOldRecords() throws Exception {
        assertThat(events(file(OLD), "last"))
                .containsExactly(
                        new HistoryEvent.Initialized("a", 2, 2, Optional.empty(), Optional.empty(), Optional.empty()),
                        new HistoryEvent.Connected("192.0.2.1:6881"),
                        new HistoryEvent.Started("192.0.2.1:6881", 0),
                        new HistoryEvent.Completed("192.0.2.1:6881", 0, 10),
                        new HistoryEvent.Terminated("192.0.2.1:6881", Optional.empty()));
    }

    @Test
    void readsOtherPeoplesLineEndsAndMarks() throws Exception {
        assertThat(events(file("\uFEFF" + OLD.replace("\n", "\r\n\r\n")), "last"))
                .hasSize(5);
    }

    @Test
    void tellsOldRunsApartByTheirFirstEvent() throws Exception {
        Path file = file(OLD + OLD.replace("\"a\"", "\"b\""));
        assertThat(HistoryFile.scan(file, () -> false).runs()).isEqualTo(2);
        assertThat(events(file, "1").get(0)).extracting("name").isEqualTo("a");
        assertThat(events(file, "last").get(0)).extracting("name").isEqualTo("b");
        assertThat(events(file, "all")).hasSize(10);
    }

    @Test
    void takesTheLastRunInWhichATorrentBegan() throws Exception {
        Path file = file(OLD + "{\"type\":\"note\",\"run\":\"x\",\"text\":\"no such torrent\"}\n");
        assertThat(HistoryFile.scan(file, () -> false))
                .extracting("runs", "lastRun")
                .containsExactly(2, 1);
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws Exception {
        String later = OLD.replace(
                        "\"piece\":0",
                        "\"piece\":0,\"colour\":{\"deep\":[[[1]]]},\"x\":1e400,\"y\":12345678901234567890123")
                + "{\"type\":\"danced\"}\n[1,2]\n{}\nnull\n\"x\"\n{\"type\":7}\n";
        assertThat(events(file(later), "last")).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"initialized\",\"name\":\"a\",\"total\":2147483647,\"todo\":0}",
                "{\"type\":\"initialized\",\"name\":\"a\",\"total\":-1,\"todo\":-1}",
                "{\"type\":\"initialized\",\"name\":\"a\",\"total\":3,\"todo\":4}",
                "{\"type\":\"initialized\",\"name\":\"a\"}",
                "{\"type\":\"started\",\"peer\":{\"address\":\"a\",\"port\":1},\"piece\":-1}",
                "{\"type\":\"started\",\"peer\":{\"address\":\"a\",\"port\":1},\"piece\":2097152}",
                "{\"type\":\"started\",\"peer\":{\"address\":\"a\",\"port\":1},\"piece\":9223372036854775808}",
                "{\"type\":\"started\",\"peer\":{\"address\":\"a\",\"port\":1},\"piece\":\"1\"}",
                "{\"type\":\"started\",\"peer\":{\"port\":1},\"piece\":1}",
                "{\"type\":\"completed\",\"peer\":{\"address\":\"a\",\"port\":1},\"piece\":1,\"size\":-5}",
                "{\"type\":\"ended\",\"code\":-1,\"text\":\"\"}",
                "{\"type\":\"connected\",\"peer\":{\"address\":\"a\",\"port\":1}",
                "{\"type\":\"connected\",\"peer\":{\"address\":\"a\",\"port\":1}}{\"type\":\"connected\"}",
            })
    void passesOverEventsThatCannotBe(String line) throws Exception {
        assertThat(events(file(OLD + line + "\n"), "last")).hasSize(5);
        assertThat(EventParser.parse(line)).isEmpty();
    }

    @Test
    void passesOverALineThatIsTooLong() throws Exception {
        String endless = "{\"type\":\"note\",\"text\":\"" + "x".repeat(3 * EventJson.MAX_LINE_BYTES) + "\"}\n";
        assertThat(events(file(OLD + endless + OLD), "all")).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "My diary\n", "[]\n", "{\"type\":\"danced\"}", "\0\0\0\0", "<xml/>"})
    void refusesWhatIsNoRecord(String content) throws Exception {
        Path file = file(content);
        assertThatThrownBy(() -> HistoryFile.scan(file, () -> false))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.FILE_IO))
                .hasMessageContaining(file.toString())
                .hasMessageEndingWith(".");
    }

    @Test
    void saysWhichLineIsNoneOfARecord() throws Exception {
        Path file = file("\nMy diary\n");
        assertThatThrownBy(() -> HistoryFile.scan(file, () -> false)).hasMessageContaining("line 2 is 'My diary'");
    }

    @Test
    void givesUpEarlyOnAFileThatIsNoRecord() throws Exception {
        Path file = file("x\n".repeat(5_000) + OLD);
        assertThatThrownBy(() -> HistoryFile.scan(file, () -> false)).hasMessageContaining("no record of a run");
    }

    @Test
    void refusesAMissingFileAndADirectory() {
        assertThatThrownBy(() -> HistoryFile.scan(directory.resolve("x"), () -> false))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.NOT_FOUND));
        assertThatThrownBy(() -> HistoryFile.scan(directory, () -> false))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.CANNOT_OPEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "3", "x", "", "2147483648"})
    void refusesARunThatIsNotThere(String run) throws Exception {
        Path file = file(OLD + OLD);
        assertThatThrownBy(() -> events(file, run))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_OPTION))
                .hasMessageContaining("Option --run: expected");
    }
}
