package torrentkit.app.client.face;

import java.time.Duration;
import torrentkit.app.client.console.Console;
import torrentkit.downloader.DownloadProgress;

/** How a person sees a download. Called on the main thread, {@link #progress} every {@link #period}. */
public interface DownloadView {
    /** How often to show progress. */
    Duration period();

    void progress(DownloadProgress progress);

    /** The view that suits this output: a line rewritten in place, or now and then a line more. */
    static DownloadView of(Console console, String name) {
        return console.isTerminal() ? new TerminalView(console, name) : new PlainView(console, name);
    }
}
