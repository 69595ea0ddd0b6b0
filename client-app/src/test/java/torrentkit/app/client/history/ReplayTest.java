package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;

class ReplayTest {
    private static final RunChoice LAST = RunChoice.parse("last");
    private static final ReplaySpeed MAX = ReplaySpeed.parse("max");

    @TempDir
    Path directory;

    private final StopSignal stop = new StopSignal();
    private final Recording listener = new Recording();

    private HistoryFile record(String... torrents) {
        Path path = directory.resolve("history.log");
        long start = 1_000_000;
        for (String torrent : torrents) {
            try (HistoryLog log = HistoryLog.open(path)) {
                Events.run(torrent, start).forEach(log::accept);
            }
            start += 10_000_000;
        }
        return HistoryFile.scan(path, () -> false);
    }

    private static void play(Replay replay, HistoryListener listener) {
        replay.play(List.of(listener));
    }

    @Test
    void tellsWhatHappenedAsItHappened() {
        play(new Replay(record("aa", "bb"), LAST, MAX, stop), listener);
        assertThat(listener.events).isEqualTo(Events.run("bb", 11_000_000).toList());
        assertThat(listener.closed).isTrue();
    }

    @Test
    void reachesTheStateThatTheRunEndedWith() {
        RunState live = new RunState();
        Events.run("aa", 1_000_000).forEach(live::accept);
        RunState replayed = new RunState();
        play(new Replay(record("aa"), LAST, MAX, stop), listener);
        listener.events.forEach(replayed::accept);
        assertThat(replayed).usingRecursiveComparison().isEqualTo(live);
    }

    @Test
    void playsAllRuns() {
        play(new Replay(record("aa", "bb"), RunChoice.parse("all"), MAX, stop), listener);
        assertThat(listener.events)
                .extracting(event -> event.torrent().orElseThrow())
                .contains("aa", "bb");
    }

    @Test
    void staysAtTheEndForAFaceUntilStopped() throws InterruptedException {
        Recording face = new Recording(true);
        HistoryFile file = record("aa");
        Thread playing = new Thread(() -> play(new Replay(file, LAST, MAX, stop), face));
        playing.start();
        await().until(() -> face.events.size() == 15 && face.ticks > 3);
        assertThat(face.closed).isFalse();
        stop.request();
        playing.join();
        assertThat(face.closed).isTrue();
    }

    @Test
    void endsInTheMiddleWhenStopped() throws InterruptedException {
        HistoryFile file = record("aa");
        Thread playing = new Thread(() -> play(new Replay(file, LAST, new ReplaySpeed(0.000_001), stop), listener));
        playing.start();
        await().until(() -> listener.events.size() == 1);
        stop.request();
        playing.join();
        assertThat(listener.events).hasSize(1);
        assertThat(listener.closed).isTrue();
    }

    @Test
    void refusesARunThatIsNotThereBeforeAFaceIsOpened() {
        HistoryFile file = record("aa");
        RunChoice seventh = new RunChoice(OptionalInt.of(7), false);
        assertThatThrownBy(() -> new Replay(file, seventh, MAX, stop)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "", "NaN", "Infinity", "1e9"})
    void refusesSpeedsThatMakeNoSense(String speed) {
        assertThatThrownBy(() -> ReplaySpeed.parse(speed))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("expected max or a number");
    }

    private static HistoryReader.Entry entry(int run, Optional<Long> millis) {
        TimedEvent event = new TimedEvent(millis, Optional.empty(), new HistoryEvent.Note("x"));
        return new HistoryReader.Entry(run, 1, event);
    }

    @Test
    void playsEventsWithoutTimeEvery300Milliseconds() {
        ReplayClock clock = new ReplayClock(5_000);
        assertThat(clock.place(entry(1, Optional.empty())).millis()).contains(5_000L);
        assertThat(clock.dueMillis()).isZero();
        assertThat(clock.place(entry(1, Optional.empty())).millis()).contains(5_300L);
        assertThat(clock.dueMillis()).isEqualTo(300);
    }

    @Test
    void neverGoesBackInTime() {
        ReplayClock clock = new ReplayClock(0);
        clock.place(entry(1, Optional.of(1_000L)));
        assertThat(clock.place(entry(1, Optional.of(400L))).millis()).contains(1_000L);
        assertThat(clock.place(entry(1, Optional.of(1_200L))).millis()).contains(1_200L);
        assertThat(clock.dueMillis()).isEqualTo(200);
    }

    @Test
    void shortensSilence() {
        ReplayClock clock = new ReplayClock(0);
        clock.place(entry(1, Optional.of(0L)));
        clock.place(entry(1, Optional.of(36_000_000L)));
        assertThat(clock.dueMillis()).isEqualTo(60_000);
        clock.place(entry(2, Optional.of(99_000_000L)));
        assertThat(clock.dueMillis()).isEqualTo(62_000);
    }

    @Test
    void writesAsJsonWhatWasRecorded() throws Exception {
        HistoryFile file = record("aa");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        play(new Replay(file, LAST, MAX, stop), new JsonLines(new PrintStream(out)));
        List<String> recorded = Files.readAllLines(file.file()).stream()
                .skip(1)
                .map(line -> line.replaceAll("\"run\":\"[0-9a-f]{8}\",", ""))
                .toList();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactlyElementsOf(recorded);
    }
}
