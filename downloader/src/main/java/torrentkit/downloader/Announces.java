package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import torrentkit.metainfo.Metainfo;
import torrentkit.tracker.Totals;
import torrentkit.tracker.client.Announcer;
import torrentkit.tracker.client.AnnouncerConfig;
import torrentkit.tracker.client.AnnouncerStatus;

/** A download's word with its trackers; silent where it does not announce, and before it has begun to. Thread-safe. */
final class Announces {
    private volatile Announcer announcer;

    /** Begins, to the trackers that the metainfo names. Called once. */
    void start(
            Metainfo metainfo,
            DownloaderParts parts,
            Supplier<Totals> totals,
            Consumer<Collection<InetSocketAddress>> peers) {
        announcer = Announcer.start(
                parts.trackers(),
                AnnouncerConfig.defaults(),
                metainfo.infoHash(),
                parts.network().peerId(),
                parts.network().port(),
                metainfo.trackers(),
                totals,
                peers::accept);
    }

    Optional<AnnouncerStatus> status() {
        return Optional.ofNullable(announcer).map(Announcer::status);
    }

    void wantPeers() {
        Announcer current = announcer;
        if (current != null) {
            current.wantPeers();
        }
    }

    /** The last piece has arrived. */
    void completed() {
        Announcer current = announcer;
        if (current != null) {
            current.completed();
        }
    }

    /** Begins to tell the trackers that we leave. */
    void stop() {
        Announcer current = announcer;
        if (current != null) {
            current.stop();
        }
    }

    /** Tells the trackers that we leave, and waits for it for a moment. */
    void close() {
        Announcer current = announcer;
        if (current != null) {
            current.close();
        }
    }
}
