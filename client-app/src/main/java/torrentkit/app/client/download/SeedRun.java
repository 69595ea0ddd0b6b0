package torrentkit.app.client.download;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.console.HashProgress;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.source.Source;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.content.ContentVerifier;
import torrentkit.content.Verification;
import torrentkit.downloader.FileSelection;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;

/** {@code client-app seed}: makes sure of what one PATH holds, and hands it over to be shared. Used by one thread. */
final class SeedRun {
    private final RunParts run;
    private final SharingGoal goal;
    private final Optional<String> torrent;

    SeedRun(RunParts run, SharingGoal goal, Optional<String> torrent) {
        this.run = run;
        this.goal = goal;
        this.torrent = torrent;
    }

    /** How it began; nothing is thrown. */
    SourceEnd run(String path) {
        Optional<InfoHash> known = Optional.empty();
        try {
            Path place = LocalPath.of(path, ExitCode.BAD_OPTION, "The content");
            Content content = torrent.isPresent() ? verified(place, torrent.get()) : hashed(place);
            known = Optional.of(content.metainfo().infoHash());
            OptionalInt first = run.claims().torrent(known.get(), run.claims().indexOf(path));
            return first.isPresent()
                    ? SourceEnd.sameAs(path, known.get(), first.getAsInt())
                    : share(path, place, content);
        } catch (RuntimeException | Error e) {
            return SourceEnd.failed(path, known, Failures.of(e));
        } finally {
            run.console().clearProgress();
        }
    }

    private SourceEnd share(String path, Path place, Content content) {
        Metainfo metainfo = content.metainfo();
        LiveEvents live = new LiveEvents(metainfo, FileSelection.all(), run.events());
        live.begunComplete();
        Sharing sharing = new Sharing(
                ContentUploads.start(
                        content, run.shared().seeder(), run.shared().config().trackers()),
                live,
                goal);
        String text = metainfo.name() + " (" + Quantity.bytes(metainfo.layout().totalLength()) + ") on port "
                + run.shared().seeder().port() + ": " + MagnetLink.of(metainfo);
        run.report().line(text);
        return SourceEnd.complete(path, metainfo.infoHash(), Optional.of(place.toAbsolutePath()), text)
                .withSharing(sharing);
    }

    private Content hashed(Path place) {
        HashProgress progress = new HashProgress(run.console(), "hashing " + place);
        MetainfoOptions options =
                MetainfoOptions.defaults().withTrackers(run.options().peers().trackers());
        return run.stop()
                .await(
                        new ContentHasher(run.shared().storage()).hash(place, options, progress),
                        HashProgress.PERIOD,
                        progress::draw);
    }

    private Content verified(Path place, String from) {
        Source source = new TorrentLoad(run).open(from);
        if (!(source instanceof Source.Torrent known)) {
            throw new Failure(
                    ExitCode.BAD_OPTION, "Option --torrent: expected a .torrent file or URL, found a magnet link.");
        }
        HashProgress progress = new HashProgress(run.console(), "verifying " + place);
        Verification found = run.stop()
                .await(
                        new ContentVerifier(run.shared().storage()).verify(known.metainfo(), place, progress),
                        HashProgress.PERIOD,
                        progress::draw);
        return found.whole()
                .orElseThrow(() -> new Failure(
                        ExitCode.CHECKSUM,
                        place + " is not the content of " + from + ": "
                                + found.good().count() + " of "
                                + Quantity.count(found.good().size(), "piece")
                                + " match. 'client-app verify' says what is wrong."));
    }
}
