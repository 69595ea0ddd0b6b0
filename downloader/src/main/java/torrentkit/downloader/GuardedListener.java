package torrentkit.downloader;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** What a listener does wrong must not harm the download. */
record GuardedListener(Consumer<DownloadEvent> listener) implements Consumer<DownloadEvent> {
    private static final Logger LOG = System.getLogger(Download.class.getName());

    @Override
    public void accept(DownloadEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a listener failed when it was told of " + event, e);
        }
    }
}
