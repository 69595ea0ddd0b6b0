package torrentkit.app.client.face;

import java.time.Duration;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.DisplayText;
import torrentkit.downloader.DownloadProgress;

/** One line that is rewritten in place. */
public final class TerminalView implements DownloadView {
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final Console console;
    private final String name;

    public TerminalView(Console console, String name) {
        this.console = console;
        this.name = DisplayText.clean(name);
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public void progress(DownloadProgress progress) {
        console.progress(ProgressLine.fitted(name, progress, console.columns()));
    }
}
