package torrentkit.app.client.face;

import java.time.Duration;
import torrentkit.app.client.console.Console;
import torrentkit.downloader.DownloadProgress;
import torrentkit.downloader.DownloadProgress.Phase;

/** A line now and then, for logs and pipes. Lines are rare while nothing changes or only sharing goes on. */
public final class PlainView implements DownloadView {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int MOST_PERIODS_WITHOUT = 12;

    private final Console console;
    private final String name;
    private String last = "";
    private int skipped;

    public PlainView(Console console, String name) {
        this.console = console;
        this.name = name;
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public void progress(DownloadProgress progress) {
        String line = name + ": " + ProgressLine.plain(progress);
        boolean dull = line.equals(last) || progress.phase() == Phase.COMPLETE;
        if (dull && ++skipped < MOST_PERIODS_WITHOUT) {
            return;
        }
        console.line(line);
        last = line;
        skipped = 0;
    }
}
