package torrentkit.app.client.download;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.face.DownloadView;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.TorrentSource;
import torrentkit.downloader.Download;
import torrentkit.downloader.DownloadException;
import torrentkit.downloader.DownloadProgress;
import torrentkit.downloader.DownloadRequest;
import torrentkit.downloader.Downloader;
import torrentkit.downloader.DownloaderConfig;
import torrentkit.metainfo.Metainfo;
import torrentkit.storage.StorageException;

/** One download from the source to the exit code. Runs on the main thread. */
public final class DownloadRun {
    /**
     * What was asked for.
     *
     * @param source a .torrent file or URL
     * @param out the {@code -o} option
     * @param directory the {@code -d} option
     * @param peers addresses to try besides those from trackers
     * @param port to listen on; 0 takes any free one
     * @param seed whether to go on uploading after completion
     * @param stallTimeout as {@link DownloaderConfig#stallTimeout}
     */
    public record Order(
            String source,
            Optional<String> out,
            Optional<String> directory,
            List<InetSocketAddress> peers,
            int port,
            boolean seed,
            Duration stallTimeout) {}

    private final Console console;
    private final StopSignal stop;

    public DownloadRun(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    /** @throws RuntimeException whatever went wrong; {@link Failures} knows what to make of it */
    public ExitCode run(Order order) {
        Metainfo metainfo = TorrentSource.load(order.source(), stop);
        Path target = Target.resolve(metainfo.name(), order.out(), order.directory());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return new ExistingTarget(console, stop).run(metainfo, target, order);
        }
        refuseLoneliness(metainfo, order);
        Target.makeParent(target);
        try (Downloader downloader = open(order)) {
            return download(downloader, metainfo, target, order);
        }
    }

    /** Without any way to find somebody it makes no sense to wait, unless others may have been told where we listen. */
    private static void refuseLoneliness(Metainfo metainfo, Order order) {
        if (metainfo.trackers().isEmpty() && order.peers().isEmpty() && order.port() == 0) {
            throw new Failure(
                    ExitCode.NETWORK,
                    "The torrent of " + metainfo.name() + " names no tracker, so nobody to download from can be found."
                            + " Give a peer with --peer HOST:PORT.");
        }
    }

    private static Downloader open(Order order) {
        try {
            return Downloader.open(DownloaderConfig.defaults()
                    .withListen(new InetSocketAddress(order.port()))
                    .withStallTimeout(order.stallTimeout()));
        } catch (IOException e) {
            throw cannotListen(order.port(), e);
        }
    }

    public static Failure cannotListen(int port, IOException e) {
        return new Failure(
                ExitCode.NETWORK,
                "Port " + port + " cannot be listened on: " + Failures.sentence(String.valueOf(e.getMessage()))
                        + " Choose another with --port, or leave it out to take any free one.",
                e);
    }

    private ExitCode download(Downloader downloader, Metainfo metainfo, Path target, Order order) {
        long start = System.nanoTime();
        DownloadRequest request =
                DownloadRequest.of(metainfo, target).withPeers(order.peers()).withSeedAfterwards(order.seed());
        try (Download download = downloader.start(request)) {
            console.line("Downloading " + metainfo.name() + " ("
                    + Quantity.bytes(metainfo.layout().totalLength()) + ", "
                    + Quantity.count(metainfo.layout().pieceCount(), "piece") + ") to " + target);
            DownloadView view = DownloadView.of(console, metainfo.name());
            TrackerNews trackers = new TrackerNews(console);
            Runnable tick = () -> {
                view.progress(download.progress());
                download.announces().ifPresent(trackers::show);
            };
            Path done = await(download, view.period(), tick);
            console.clearProgress();
            console.line(completed(done, download.progress(), Duration.ofNanos(System.nanoTime() - start)));
            return order.seed() ? share(download, view.period(), tick) : ExitCode.OK;
        }
    }

    private Path await(Download download, Duration period, Runnable tick) {
        try {
            return stop.await(download.outcome(), period, tick);
        } catch (DownloadException e) {
            throw withTrouble(failure(e), e, download.announces().flatMap(TrackerNews::trouble));
        } catch (Failure stopped) {
            DownloadProgress kept = download.progress();
            throw new Failure(
                    stopped.code(),
                    "Stopped with " + kept.verifiedPieces() + " of "
                            + Quantity.count(kept.totalPieces(), "piece")
                            + " verified; the same command goes on from there.",
                    stopped);
        }
    }

    private static String completed(Path target, DownloadProgress progress, Duration took) {
        double rate = progress.downloadedBytes() / Math.max(0.001, took.toNanos() / 1e9);
        String sent =
                progress.uploadedBytes() > 0 ? ", " + Quantity.bytes(progress.uploadedBytes()) + " sent to others" : "";
        return "Download complete: " + target + " (" + Quantity.bytes(progress.totalBytes()) + " in "
                + Quantity.took(took) + ", " + Quantity.rate(rate) + sent + ")";
    }

    /** Uploads until a signal comes, which then is no failure. */
    private ExitCode share(Download download, Duration period, Runnable tick) {
        stop.exitWith(ExitCode.OK);
        console.line("Sharing it until stopped.");
        CompletableFuture<Void> never = new CompletableFuture<>();
        try {
            stop.await(never, period, tick);
        } catch (Failure stopped) {
            console.clearProgress();
            console.line("Stopped; " + Quantity.bytes(download.progress().uploadedBytes()) + " sent to others.");
        }
        return ExitCode.OK;
    }

    /** Why nobody could be found is often known best by the one that was asked for peers. */
    private static Failure withTrouble(Failure failure, DownloadException e, Optional<String> tracker) {
        if (e.reason() != DownloadException.Reason.NOBODY_REACHABLE || tracker.isEmpty()) {
            return failure;
        }
        return new Failure(failure.code(), failure.getMessage() + " About the tracker: " + tracker.get(), e);
    }

    private static Failure failure(DownloadException e) {
        if (e.getCause() instanceof StorageException cause) {
            return Failures.writing(cause, ExitCode.CANNOT_CREATE);
        }
        ExitCode code = switch (e.reason()) {
            case CLOSED -> ExitCode.INTERRUPTED;
            case NOBODY_REACHABLE -> ExitCode.NETWORK;
            case STALLED -> ExitCode.STALLED;
            case WRONG_DATA -> ExitCode.CHECKSUM;
            case BAD_TORRENT -> ExitCode.BAD_TORRENT;
            case TARGET_EXISTS -> ExitCode.EXISTS;
            case TARGET_IN_USE -> ExitCode.IN_USE;
            case DISK_FULL -> ExitCode.DISK_FULL;
            case DISK -> ExitCode.FILE_IO;
        };
        return new Failure(code, Failures.sentence(e.getMessage()), e);
    }
}
