package torrentkit.app.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.HistoryEvent;

class MinimalFaceTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private long now;

    private MinimalFace face(boolean terminal) {
        MinimalFace face = new MinimalFace(new Console(stream, stream, terminal, () -> 100), () -> now);
        face.accept(Runs.at(0, "t", Runs.begun("a")));
        return face;
    }

    private void show(MinimalFace face, String phase, int verified, long millisLater) {
        face.accept(Runs.at(0, "t", Runs.progress(phase, verified, 0, 1, Optional.empty())));
        now += millisLater * 1_000_000;
        face.tick();
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void rewritesOneLineOnATerminalAndLeavesNothingOfIt() {
        MinimalFace face = face(true);
        show(face, "downloading", 1, 250);
        show(face, "downloading", 2, 250);
        face.close();
        assertThat(shown())
                .startsWith("\rDownloading a: 0 pieces of 100 completed (1 peer)  1%")
                .contains("\rDownloading a: 0 pieces of 100 completed (1 peer)  2%")
                .doesNotContain("\n")
                .endsWith("   \r");
    }

    @Test
    void drawsNoMoreOftenThanAnEyeCanFollow() {
        MinimalFace face = face(true);
        for (int tick = 0; tick < 10; tick++) {
            show(face, "downloading", tick, 100);
        }
        assertThat(shown().chars().filter(c -> c == '\r')).hasSize(5);
    }

    @Test
    void printsALineForEachChangeElsewhere() {
        MinimalFace face = face(false);
        for (int pieces = 0; pieces < 5; pieces++) {
            show(face, "downloading", pieces, 5_000);
        }
        face.close();
        assertThat(shown().lines()).hasSize(5).allMatch(line -> line.startsWith("Downloading a: 0 pieces of 100 "));
    }

    @Test
    void showsThatItLivesOnceAMinuteWhileNothingChanges() {
        MinimalFace face = face(false);
        for (int period = 0; period < 25; period++) {
            show(face, "downloading", 3, 5_000);
        }
        assertThat(shown().lines()).hasSize(3);
    }

    @Test
    void printsALineAMinuteWhileSharing() {
        MinimalFace face = face(false);
        for (int period = 0; period < 24; period++) {
            show(face, "complete", 100, 5_000);
        }
        assertThat(shown().lines()).hasSize(2);
    }

    @Test
    void notesPushTheLineDown() {
        MinimalFace face = face(true);
        show(face, "downloading", 1, 250);
        face.accept(Runs.at(0, "t", new HistoryEvent.Note("the tracker is\u001b[2J gone")));
        assertThat(shown()).contains("\rthe tracker is\uFFFD[2J gone\n\rDownloading a");
    }
}
