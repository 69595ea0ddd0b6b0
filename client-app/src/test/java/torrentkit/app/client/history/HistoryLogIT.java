package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records under processes that are killed, that share a file, and that fill a disk. */
@Timeout(120)
class HistoryLogIT {
    @TempDir
    Path directory;

    private Map<Integer, List<HistoryReader.Entry>> runs(Path path) {
        Map<Integer, List<HistoryReader.Entry>> runs = new HashMap<>();
        try (HistoryReader reader = HistoryFile.scan(path, () -> false).read(run -> true)) {
            for (Optional<HistoryReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                runs.computeIfAbsent(entry.get().run(), run -> new ArrayList<>())
                        .add(entry.get());
            }
            assertThat(reader.passedOver()).isZero();
        }
        return runs;
    }

    @Test
    void tearsNoLineWhenProcessesShareAFile() throws Exception {
        Path file = directory.resolve("history.log");
        int count = 20_000;
        List<Process> processes = new ArrayList<>();
        for (String name : new String[] {"one", "two", "three"}) {
            processes.add(RecordingProcess.start(file, name + " " + "x".repeat(100), count));
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        Map<Integer, List<HistoryReader.Entry>> runs = runs(file);
        assertThat(runs).hasSize(3);
        assertThat(runs.values()).allSatisfy(entries -> {
            assertThat(entries).hasSize(count);
            for (int i = 0; i < count; i++) {
                assertThat(((HistoryEvent.Note) entries.get(i).event().event()).text())
                        .endsWith(" " + i);
            }
        });
    }

    @Test
    void losesNoMoreThanTheLastSecondWhenKilled() throws Exception {
        Path file = directory.resolve("history.log");
        Process process = RecordingProcess.start(file, "note");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file) && Files.size(file) > 20_000);
        process.destroyForcibly().waitFor();
        List<HistoryReader.Entry> kept = runs(file).get(1);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).event().event()).isEqualTo(new HistoryEvent.Note("note " + i));
        }
        assertThat(Files.readString(file)).endsWith("\n");
    }

    @Test
    void endsTheRecordAndNothingElseWhenTheDiskIsFull() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "none", disk.toString());
        if (!mounted && "required".equals(System.getenv("INTEROP_TESTS"))) {
            throw new AssertionError("a small tmpfs cannot be mounted");
        }
        assumeThat(mounted).as("a small tmpfs can be mounted").isTrue();
        try {
            Path file = disk.resolve("history.log");
            Recording face = new Recording();
            try (EventStream stream = new EventStream(List.of(HistoryLog.open(file), face))) {
                for (int i = 0; i < 10_000; i++) {
                    stream.publishPatiently(
                            new TimedEvent(Optional.empty(), Optional.empty(), new HistoryEvent.Note("note " + i)));
                }
            }
            assertThat(face.events).hasSize(10_000);
            List<HistoryReader.Entry> kept = new ArrayList<>();
            try (HistoryReader reader = HistoryFile.scan(file, () -> false).read(run -> true)) {
                reader.next().ifPresent(kept::add);
            }
            assertThat(kept)
                    .extracting(entry -> entry.event().event())
                    .containsExactly(new HistoryEvent.Note("note 0"));
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
