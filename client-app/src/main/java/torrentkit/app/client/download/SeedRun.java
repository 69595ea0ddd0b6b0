package torrentkit.app.client.download;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.face.DownloadView;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.content.Content;
import torrentkit.downloader.DownloadProgress;
import torrentkit.metainfo.Metainfo;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.tracker.Totals;
import torrentkit.tracker.client.Announcer;
import torrentkit.tracker.client.AnnouncerConfig;

/** Shares content that was complete before, announced to the torrent's trackers, until a signal comes. Runs on the main thread. */
public final class SeedRun {
    private static final long RATE_WINDOW_NANOS = 2_000_000_000L;

    private final Console console;
    private final StopSignal stop;
    private long sampledBytes;
    private long sampledAt = System.nanoTime();
    private double rate;

    SeedRun(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    /**
     * @param port to listen on; 0 takes any free one
     * @throws Failure if the port cannot be had, or the content changes and so cannot be shared any more
     */
    ExitCode run(Content content, int port) {
        stop.exitWith(ExitCode.OK);
        try (Seeder seeder = open(port)) {
            SeededTorrent torrent = seeder.seed(content);
            try (Announcer announcer = announce(seeder, torrent)) {
                return share(torrent, announcer);
            }
        }
    }

    private static Seeder open(int port) {
        try {
            return Seeder.open(SeederConfig.defaults().withListen(new InetSocketAddress(port)));
        } catch (IOException e) {
            throw DownloadRun.cannotListen(port, e);
        }
    }

    private static Announcer announce(Seeder seeder, SeededTorrent torrent) {
        Metainfo metainfo = torrent.metainfo();
        return Announcer.start(
                AnnouncerConfig.defaults(),
                metainfo.infoHash(),
                seeder.peerId(),
                seeder.port(),
                metainfo.trackers(),
                () -> new Totals(torrent.uploadedBytes(), 0, 0),
                peers -> {}); // they come to us
    }

    private ExitCode share(SeededTorrent torrent, Announcer announcer) {
        console.line("Sharing it until stopped.");
        DownloadView view = DownloadView.of(console, torrent.metainfo().name());
        TrackerNews trackers = new TrackerNews(console);
        CompletableFuture<String> ended = torrent.withdrawn().copy();
        try {
            String reason = stop.await(ended, view.period(), () -> {
                view.progress(progress(torrent));
                trackers.show(announcer.status());
            });
            throw new Failure(ExitCode.FILE_IO, "The content is no longer shared: " + Failures.sentence(reason));
        } catch (Failure e) {
            console.clearProgress();
            if (!stop.isRequested()) {
                throw e;
            }
            console.line("Stopped; " + Quantity.bytes(torrent.uploadedBytes()) + " sent to others.");
            return ExitCode.OK;
        }
    }

    private DownloadProgress progress(SeededTorrent torrent) {
        long total = torrent.metainfo().layout().totalLength();
        int pieces = torrent.metainfo().layout().pieceCount();
        long sent = torrent.uploadedBytes();
        long now = System.nanoTime();
        if (now - sampledAt >= RATE_WINDOW_NANOS) {
            rate = (sent - sampledBytes) * 1e9 / (now - sampledAt);
            sampledBytes = sent;
            sampledAt = now;
        }
        return new DownloadProgress(
                DownloadProgress.Phase.COMPLETE, total, total, pieces, pieces, 0, sent, 0, 0, rate, torrent.peers());
    }
}
