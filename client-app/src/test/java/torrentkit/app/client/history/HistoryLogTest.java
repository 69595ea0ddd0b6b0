package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class HistoryLogTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("history.log");
    }

    private void record(String torrent) {
        try (HistoryLog log = HistoryLog.open(file())) {
            Events.run(torrent, 1_000_000).forEach(log::accept);
        }
    }

    private List<TimedEvent> events(IntPredicate runs) {
        List<TimedEvent> events = new ArrayList<>();
        try (HistoryReader reader = HistoryFile.scan(file(), () -> false).read(runs)) {
            for (Optional<HistoryReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                events.add(entry.get().event());
            }
        }
        return events;
    }

    @Test
    void writesTheLinesThatThereAlwaysWere() throws Exception {
        record("aa");
        assertThat(Files.readString(file()).replaceAll("\"run\":\"[0-9a-f]{8}\",", ""))
                .contains(
                        "{\"type\":\"initialized\",\"time\":1000000,\"torrent\":\"aa\",\"name\":\"disk.img\",\"total\":4,\"todo\":3,",
                        "{\"type\":\"connected\",\"time\":1000010,\"torrent\":\"aa\",\"peer\":{\"address\":\"192.0.2.1\",\"port\":6881}}\n",
                        "\"peer\":{\"address\":\"192.0.2.1\",\"port\":6881},\"piece\":1}\n",
                        "\"peer\":{\"address\":\"192.0.2.1\",\"port\":6881},\"piece\":1,\"size\":16384}\n",
                        "{\"type\":\"terminated\",\"time\":1000901,\"torrent\":\"aa\",\"peer\":{\"address\":\"2001:db8::1\",\"port\":51413},");
    }

    @Test
    void addsEachRunAfterTheLast() {
        record("aa");
        record("bb");
        assertThat(HistoryFile.scan(file(), () -> false).runs()).isEqualTo(2);
        assertThat(events(run -> run == 1))
                .isEqualTo(Events.run("aa", 1_000_000).toList());
        assertThat(events(run -> run == 2))
                .isEqualTo(Events.run("bb", 1_000_000).toList());
    }

    @Test
    void endsTheLineThatAKilledRunLeft() throws Exception {
        record("aa");
        Files.writeString(file(), "{\"type\":\"completed\",\"pe", StandardOpenOption.APPEND);
        record("bb");
        assertThat(events(run -> run == 2))
                .isEqualTo(Events.run("bb", 1_000_000).toList());
    }

    @Test
    void tellsRunsApartThatRecordAtTheSameTime() throws Exception {
        try (HistoryLog one = HistoryLog.open(file());
                HistoryLog other = HistoryLog.open(file())) {
            for (int i = 0; i < 2_000; i++) {
                one.accept(note("one " + i));
                other.accept(note("other " + i));
            }
        }
        assertThat(Files.readAllLines(file()))
                .allMatch(line -> EventParser.parse(line).isPresent());
        assertThat(events(run -> run == 1)).hasSize(2_000);
        assertThat(events(run -> run == 2)).hasSize(2_000);
    }

    private static TimedEvent note(String text) {
        return new TimedEvent(Optional.of(1L), Optional.empty(), new HistoryEvent.Note(text));
    }

    @Test
    void writesWhatIsASecondOldAtATick() throws Exception {
        try (HistoryLog log = HistoryLog.open(file())) {
            log.accept(note("x"));
            assertThat(Files.size(file())).isZero();
            await().until(() -> {
                log.tick();
                return Files.size(file()) > 0;
            });
        }
        assertThat(events(run -> true)).containsExactly(note("x"));
    }

    @Test
    void refusesAFileOfSomebodyElse() throws Exception {
        Files.writeString(file(), "My diary\n");
        assertThatThrownBy(() -> HistoryLog.open(file()))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.CANNOT_CREATE))
                .hasMessageContaining("something else than a record");
        assertThat(Files.readString(file())).isEqualTo("My diary\n");
    }

    @Test
    void refusesADirectoryAndAMissingOne() throws Exception {
        assertThatThrownBy(() -> HistoryLog.open(directory)).hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> HistoryLog.open(directory.resolve("no/history.log")))
                .hasMessageContaining("There is no directory " + directory.resolve("no"));
    }

    @Test
    void leavesAFileAloneThatNobodyAskedToWriteTo() throws Exception {
        Files.writeString(file(), "My diary\n");
        try (HistoryLog log = HistoryLog.unasked(file())) {
            Events.run("aa", 1).forEach(log::accept);
        }
        assertThat(Files.readString(file())).isEqualTo("My diary\n");
    }

    @Test
    void makesNoFileForARunWithoutEvents() {
        HistoryLog.unasked(file()).close();
        assertThat(file()).doesNotExist();
    }
}
