package torrentkit.app.client;

import java.time.Duration;
import torrentkit.downloader.DownloadProgress;
import torrentkit.downloader.DownloadProgress.Phase;

/** A line now and then, for logs and pipes. While only sharing goes on, lines are rare, and none comes that says nothing new. */
final class PlainView implements DownloadView {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int PERIODS_BETWEEN_SHARING_LINES = 12;

    private final Console console;
    private final String name;
    private String last = "";
    private int skipped;

    PlainView(Console console, String name) {
        this.console = console;
        this.name = name;
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public void progress(DownloadProgress progress) {
        if (progress.phase() == Phase.COMPLETE && ++skipped < PERIODS_BETWEEN_SHARING_LINES) {
            return;
        }
        skipped = 0;
        String line = name + ": " + ProgressLine.plain(progress);
        if (progress.phase() != Phase.COMPLETE || !line.equals(last)) {
            console.line(line);
            last = line;
        }
    }
}
