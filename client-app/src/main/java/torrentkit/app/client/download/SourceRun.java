package torrentkit.app.client.download;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.source.HttpTorrent;
import torrentkit.app.client.source.Source;
import torrentkit.content.Content;
import torrentkit.downloader.Download;
import torrentkit.downloader.DownloadException;
import torrentkit.downloader.DownloadProgress;
import torrentkit.downloader.DownloadRequest;
import torrentkit.downloader.FileSelection;
import torrentkit.downloader.PieceOrder;
import torrentkit.downloader.Placement;
import torrentkit.downloader.WebSeedPolicy;
import torrentkit.downloader.disk.PartNames;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;

/** One source of a run, from its name to its content. Used by one thread. */
final class SourceRun {
    private static final Duration PERIOD = Duration.ofMillis(LiveEvents.PERIOD_MILLIS);

    private final RunParts run;
    private final RunOptions options;
    private final String source;
    private final int index;
    private final Optional<OutputStream> output;
    private final Retry retry;
    private Optional<InfoHash> torrent = Optional.empty();
    private Optional<LiveEvents> live = Optional.empty();

    /**
     * @param index which of the run's sources it is
     * @param output where the content goes if not into a file
     */
    SourceRun(RunParts run, String source, int index, Optional<OutputStream> output) {
        this.run = run;
        this.options = run.options();
        this.source = source;
        this.index = index;
        this.output = output;
        this.retry = new Retry(run.stop(), options.limits().retries());
    }

    /** How it ended; nothing is thrown. */
    SourceEnd run() {
        try {
            return load();
        } catch (RuntimeException | Error e) {
            Failure failure = Failures.of(e);
            live.ifPresent(events -> events.ended(failure.code().number(), String.valueOf(failure.getMessage())));
            return SourceEnd.failed(HttpTorrent.shown(source), torrent, failure);
        }
    }

    private SourceEnd load() {
        TorrentLoad load = new TorrentLoad(run);
        Source opened = retry.run(() -> load.open(source), this::note);
        OptionalInt first = run.claims().torrent(opened.infoHash(), index);
        torrent = Optional.of(opened.infoHash());
        if (first.isPresent()) {
            return SourceEnd.sameAs(HttpTorrent.shown(source), opened.infoHash(), first.getAsInt());
        }
        TorrentLoad.Loaded loaded = retry.run(() -> load.torrent(opened), this::note);
        return output.isPresent() ? pipe(loaded, output.get()) : file(loaded);
    }

    private void note(String text) {
        live.ifPresentOrElse(events -> events.note(text), () -> run.events().publish("", new HistoryEvent.Note(text)));
    }

    private SourceEnd file(TorrentLoad.Loaded loaded) {
        Metainfo metainfo = loaded.metainfo();
        Path target = options.disk().target(metainfo.name());
        run.claims().target(target, index);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            if (options.disk().noClobber()) {
                return ended(metainfo, target, target + " exists already and is left as it is.");
            }
            Optional<Content> whole = whole(loaded, target);
            if (whole.isPresent()) {
                return complete(whole.get(), target);
            }
        }
        refuseLoneliness(loaded);
        Target.makeParent(target);
        return retry.run(() -> new Attempt(loaded, target).toFile(), this::note);
    }

    private Optional<Content> whole(TorrentLoad.Loaded loaded, Path target) {
        if (!loaded.files().isAll() || holdsSelection(loaded.metainfo(), target)) {
            return Optional.empty(); // what is there of a selection is for the download to find out
        }
        return new ExistingTarget(run.console(), run.stop(), run.shared().storage())
                .look(loaded.metainfo(), target, options.disk().overwrite());
    }

    /** Whether an earlier run put only some of the files there: it left a note of what it knows beside them. */
    private static boolean holdsSelection(Metainfo metainfo, Path target) {
        return metainfo.isDirectory()
                && Files.isRegularFile(
                        PartNames.of(target.toAbsolutePath(), metainfo.infoHash())
                                .selected(),
                        LinkOption.NOFOLLOW_LINKS);
    }

    private SourceEnd complete(Content content, Path target) {
        Metainfo metainfo = content.metainfo();
        options.disk().digest().ifPresent(digest -> DigestCheck.check(digest, target, run.stop()));
        live = Optional.of(new LiveEvents(metainfo, FileSelection.all(), run.events()));
        live.get().begunComplete();
        SourceEnd end = ended(
                metainfo,
                target,
                "Download complete already: " + target + " ("
                        + Quantity.bytes(metainfo.layout().totalLength()) + ", "
                        + Quantity.count(metainfo.layout().pieceCount(), "piece") + " verified)");
        end = afterwards(end, metainfo, target, () -> {});
        if (!options.seeding().seed()) {
            return end;
        }
        return end.withSharing(new Sharing(
                ContentUploads.start(
                        content, run.shared().seeder(), run.shared().config().trackers()),
                live.get(),
                options.seeding().goal()));
    }

    private SourceEnd ended(Metainfo metainfo, Path target, String text) {
        run.report().line(text);
        live.ifPresent(events -> events.ended(ExitCode.OK.number(), text));
        return SourceEnd.complete(
                HttpTorrent.shown(source), metainfo.infoHash(), Optional.of(target.toAbsolutePath()), text);
    }

    private SourceEnd afterwards(SourceEnd end, Metainfo metainfo, Path target, Runnable tick) {
        Optional<String> command = options.seeding().onComplete();
        if (command.isEmpty()) {
            return end;
        }
        CompletionHook.Output where = options.faces().mode() == FaceOptions.Mode.NCURSES
                ? CompletionHook.Output.NOWHERE
                : options.faces().json() ? CompletionHook.Output.ERROR_ONLY : CompletionHook.Output.INHERITED;
        try {
            new CompletionHook(command.get(), run.stop(), where).run(metainfo, target, HttpTorrent.shown(source), tick);
            return end;
        } catch (Failure e) {
            return end.withFailure(e);
        }
    }

    /** Without any way to find somebody it makes no sense to wait, unless others may have been told where we listen. */
    private void refuseLoneliness(TorrentLoad.Loaded loaded) {
        Metainfo metainfo = loaded.metainfo();
        WebSeedPolicy webSeeds = options.peers().webSeeds();
        boolean served = !metainfo.webSeeds().isEmpty() && webSeeds != WebSeedPolicy.NEVER;
        if (served || !options.disk().reuse().isEmpty()) {
            return;
        }
        if (webSeeds == WebSeedPolicy.ONLY) {
            throw new Failure(
                    ExitCode.NETWORK,
                    "The torrent of " + metainfo.name() + " names no web seed, and with --web-seed only nobody else is"
                            + " asked. Leave that option out to download from peers.");
        }
        boolean neighbours = options.peers().localDiscovery() && !metainfo.isPrivate();
        if (metainfo.trackers().isEmpty()
                && loaded.peers().isEmpty()
                && !options.peers().ports().isGiven()
                && !neighbours) {
            throw new Failure(
                    ExitCode.NETWORK,
                    "The torrent of " + metainfo.name() + " names no tracker, so nobody to download from can be found."
                            + " Give a tracker with --tracker URL or a peer with --peer HOST:PORT.");
        }
    }

    private SourceEnd pipe(TorrentLoad.Loaded loaded, OutputStream out) {
        OutputPipe pipe = OutputPipe.of(out, loaded.metainfo(), loaded.files());
        refuseLoneliness(loaded);
        try (ScratchDirectory scratch = ScratchDirectory.make(options.disk().directory())) {
            Path target = scratch.path().resolve("content");
            // No second try: what was written cannot be taken back.
            return new Attempt(loaded, target).toOutput(pipe);
        }
    }

    /** One try of downloading the content. */
    private final class Attempt {
        private final TorrentLoad.Loaded loaded;
        private final Metainfo metainfo;
        private final Path target;
        private final long start = System.nanoTime();

        Attempt(TorrentLoad.Loaded loaded, Path target) {
            this.loaded = loaded;
            this.metainfo = loaded.metainfo();
            this.target = target;
        }

        SourceEnd toFile() {
            Download download = begin(target.toString(), options.seeding().seed());
            boolean goesOn = false;
            try {
                Path done = await(download, download.outcome());
                live.get().sample(download);
                SourceEnd end = ended(metainfo, done, completed(done.toString(), download.progress()));
                end = afterwards(end, metainfo, done, () -> live.get().sample(download));
                goesOn = options.seeding().seed();
                return goesOn
                        ? end.withSharing(new Sharing(
                                new DownloadUploads(download),
                                live.get(),
                                options.seeding().goal()))
                        : end;
            } finally {
                if (!goesOn) {
                    download.close();
                }
            }
        }

        SourceEnd toOutput(OutputPipe pipe) {
            try (Download download = begin("the standard output", false)) {
                CompletableFuture<Void> written = pipe.start(download.reader());
                await(download, OutputPipe.ended(written, download.outcome()));
                live.get().sample(download);
                String text = completed("the standard output", download.progress());
                run.report().line(text);
                live.get().ended(ExitCode.OK.number(), text);
                return SourceEnd.complete(HttpTorrent.shown(source), metainfo.infoHash(), Optional.empty(), text);
            }
        }

        private Download begin(String place, boolean seedAfterwards) {
            boolean again = live.isPresent();
            live = Optional.of(live.orElseGet(() -> new LiveEvents(metainfo, loaded.files(), run.events())));
            DownloadRequest request = DownloadRequest.of(metainfo, target)
                    .withPlacement(placement())
                    .withFiles(loaded.files())
                    .withOrder(
                            output.isPresent()
                                    ? PieceOrder.SEQUENTIAL
                                    : options.files().order())
                    .withPeers(loaded.peers())
                    .withWebSeeds(options.peers().webSeeds())
                    .withSeedAfterwards(seedAfterwards)
                    .withEvents(live.get());
            Download download = run.shared().downloader().start(request);
            if (!again) {
                run.report()
                        .line("Downloading " + metainfo.name() + " ("
                                + Quantity.bytes(LiveEvents.bytes(metainfo, loaded.files())) + ", "
                                + Quantity.count(pieces(), "piece") + ") to " + place);
            }
            return download;
        }

        private int pieces() {
            return loaded.files().isAll()
                    ? metainfo.layout().pieceCount()
                    : loaded.files().pieces(metainfo).count();
        }

        private Placement placement() {
            DiskOptions disk = options.disk();
            List<Path> reuse = new ArrayList<>(disk.reuse());
            if (disk.overwrite() && Files.exists(target)) {
                reuse.add(target); // most of an older version is often the same
            }
            Placement placement = Placement.of(target)
                    .withOverwrite(disk.overwrite())
                    .withVerify(disk.verify())
                    .withReuse(reuse);
            return disk.digest().map(placement::withDigest).orElse(placement);
        }

        private <T> T await(Download download, CompletableFuture<T> work) {
            try {
                return run.stop().await(work, PERIOD, () -> live.get().sample(download));
            } catch (DownloadException e) {
                throw Failures.of(e, download.announces().flatMap(TrackerNews::trouble));
            } catch (Failure stopped) {
                boolean byWish = stopped.code() == ExitCode.INTERRUPTED || stopped.code() == ExitCode.DEADLINE;
                if (!byWish || String.valueOf(stopped.getMessage()).isEmpty()) {
                    throw stopped;
                }
                throw unfinished(stopped, download.progress());
            }
        }

        private Failure unfinished(Failure stopped, DownloadProgress kept) {
            String how = stopped.code() == ExitCode.DEADLINE ? "The time of --deadline is over" : "Stopped";
            String then = output.isPresent() ? "." : "; the same command goes on from there.";
            return new Failure(
                    stopped.code(),
                    how + " with " + kept.verifiedPieces() + " of " + Quantity.count(kept.totalPieces(), "piece")
                            + " verified" + then,
                    stopped);
        }

        private String completed(String place, DownloadProgress progress) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            double rate = progress.downloadedBytes() / Math.max(0.001, took.toNanos() / 1e9);
            String sent = progress.uploadedBytes() > 0
                    ? ", " + Quantity.bytes(progress.uploadedBytes()) + " sent to others"
                    : "";
            return "Download complete: " + place + " (" + Quantity.bytes(progress.totalBytes()) + " in "
                    + Quantity.took(took) + ", " + Quantity.rate(rate) + sent + ")";
        }
    }
}
