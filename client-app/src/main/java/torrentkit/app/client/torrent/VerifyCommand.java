package torrentkit.app.client.torrent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Parameter;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.HashProgress;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.download.Target;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.HttpOptions;
import torrentkit.app.client.source.SourceOptions;
import torrentkit.app.client.source.TorrentSource;
import torrentkit.content.ContentVerifier;
import torrentkit.content.Verification;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.storage.StorageExecutor;

/** {@code client-app verify}: compares content on disk with a torrent, piece by piece. */
public final class VerifyCommand extends ClientCommand {
    private final Parameter<String> torrent = Parameter.text("TORRENT")
            .at(0)
            .description(
                    "A .torrent file; the http(s) URL of one, or of a path on a server-app; or - for the standard input.");

    private final Parameter<String> path = Parameter.optional("PATH")
            .at(1)
            .description("The file or top directory, or the directory that holds it. Default: the working directory.");

    private final Option<Boolean> json =
            Option.flag("--json").description("Print a JSON object with the bad files and byte ranges.");

    private final Option<Boolean> quiet = Option.flag("-q", "--quiet").description("Show nothing but errors.");

    private final HttpOptions http = new HttpOptions();

    public VerifyCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description("Compares content on disk with a torrent; exit code 32 when it differs.")
                .add(torrent, path, json, quiet, http);
    }

    @Override
    public ExitCode run() {
        console.setQuiet(quiet.get());
        Metainfo metainfo = TorrentSource.load(torrent.get(), new SourceOptions(List.of(), http.access()), stop);
        Path root = root(metainfo, LocalPath.of(path.value().orElse("."), ExitCode.BAD_OPTION, "The path"));
        Verification found = verify(metainfo, root);
        console.clearProgress();
        VerificationReport report = new VerificationReport(metainfo, found.good());
        boolean whole = found.whole().isPresent();
        if (json.get()) {
            console.result(report.json(root, whole));
        }
        if (whole) {
            if (!json.get()) {
                console.line(root + " is whole: " + Quantity.count(found.good().size(), "piece") + " verified.");
            }
            return ExitCode.OK;
        }
        if (!json.get()) {
            report.lines(root).forEach(console::line);
        }
        throw new Failure(ExitCode.CHECKSUM, report.summary(root));
    }

    /** The content's place: the path itself, or below it under the torrent's name. */
    private static Path root(Metainfo metainfo, Path given) {
        if (!Files.exists(given)) {
            throw new Failure(
                    ExitCode.NOT_FOUND, "There is nothing at " + given + ". Name the file or directory to verify.");
        }
        Path below = Target.resolve(metainfo.name(), Optional.empty(), Optional.of(given.toString()));
        if (!metainfo.isDirectory()) {
            return Files.isDirectory(given) ? existing(below) : given;
        }
        return !Files.isDirectory(below) || holdsFiles(metainfo, given) ? given : below;
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            throw new Failure(ExitCode.NOT_FOUND, "There is no " + file + ". Name the file to verify.");
        }
        return file;
    }

    private static boolean holdsFiles(Metainfo metainfo, Path top) {
        Optional<FileEntry> first =
                metainfo.files().stream().filter(FileEntry::isStored).findFirst();
        return first.isPresent()
                && Files.exists(top.resolve(
                        LocalPath.of(first.get().joinedPath(), ExitCode.CANNOT_OPEN, "A file of the torrent")));
    }

    private Verification verify(Metainfo metainfo, Path root) {
        try (StorageExecutor storage = StorageExecutor.sizedByCores()) {
            HashProgress progress = new HashProgress(console, "verifying " + metainfo.name());
            return stop.await(
                    new ContentVerifier(storage).verify(metainfo, root, progress), HashProgress.PERIOD, progress::draw);
        }
    }
}
