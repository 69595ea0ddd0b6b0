package torrentkit.app.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.console.Console;
import torrentkit.downloader.DownloadProgress;
import torrentkit.downloader.DownloadProgress.Phase;

class PlainViewTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final PlainView view = new PlainView(new Console(stream, stream, false, () -> 80), "a");

    private static DownloadProgress progress(Phase phase, int pieces, long uploaded) {
        return new DownloadProgress(phase, 10, pieces, 10, pieces, pieces, uploaded, 0, 0, 0, 1);
    }

    private long lines() {
        return out.toString(StandardCharsets.UTF_8).lines().count();
    }

    @Test
    void printsALineForEachChange() {
        for (int pieces = 0; pieces < 5; pieces++) {
            view.progress(progress(Phase.DOWNLOADING, pieces, 0));
        }
        assertThat(lines()).isEqualTo(5);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("a: 0 of 10 pieces, 0%, 0 B/s, 1 peer, ETA -\n");
    }

    @Test
    void showsThatItLivesOnceAMinuteWhileNothingChanges() {
        for (int period = 0; period < 25; period++) {
            view.progress(progress(Phase.DOWNLOADING, 3, 0));
        }
        assertThat(lines()).isEqualTo(3);
    }

    @Test
    void printsALineAMinuteWhileSharing() {
        for (int period = 0; period < 24; period++) {
            view.progress(progress(Phase.COMPLETE, 10, period * 1000L));
        }
        assertThat(lines()).isEqualTo(2);
    }
}
