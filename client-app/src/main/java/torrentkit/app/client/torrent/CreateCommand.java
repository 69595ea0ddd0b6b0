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
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.FileFilter;
import torrentkit.app.client.source.FileLines;
import torrentkit.app.client.source.TrackerUrls;
import torrentkit.content.ContentFilter;
import torrentkit.content.ContentHasher;
import torrentkit.content.ContentPlan;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.StorageExecutor;

/** {@code client-app create}: makes the torrent of a file or directory. */
public final class CreateCommand extends ClientCommand {
    private final Parameter<String> path = Parameter.text("PATH").description("The file or directory.");

    private final Option<String> out = Option.text("-o", "--out")
            .label("FILE")
            .description(
                    "The torrent to write, or the directory for it. Default: NAME.torrent in the working directory.");

    private final Option<List<String>> tiers = Option.texts("-t", "--tracker", "--tier", "-a", "--announce")
            .label("URL[,URL...]")
            .description("A tracker; may be given several times. Each is a tier of its own, with several URLs when they"
                    + " have commas between them; the tiers are tried in this order.");

    private final Option<List<String>> webSeeds = Option.texts("-w", "--web-seed")
            .label("URL")
            .description("The http(s) URL of the same content; may be given several times.");

    private final Option<String> pieceLength = Option.text("-s", "--piece-size", "--piece-length")
            .label("SIZE")
            .description("A power of two from 16K to 512M. Default: by size, for 1,000 to 2,000 pieces.");

    private final Option<Boolean> isPrivate = Option.flag("-p", "--private")
            .description("Let peers find each other by the torrent's trackers only (BEP 27). This is the default.");

    private final Option<Boolean> isPublic =
            Option.flag("--public").description("Let peers find each other without a tracker, too.");

    private final Option<String> name = Option.text("-n", "--name")
            .label("NAME")
            .description("The name that downloads get. Default: that of the file or directory.");

    private final Option<String> comment =
            Option.text("-c", "--comment").label("TEXT").description("A comment for people.");

    private final Option<String> source = Option.text("--source")
            .label("TAG")
            .description("A tag that makes the info-hash differ from that of the same content elsewhere.");

    private final Option<List<String>> include = Option.texts("-I", "--include")
            .label("GLOB")
            .description("Take only files of the directory that match one of these, such as '*.iso' or 'docs/**'.");

    private final Option<List<String>> exclude = Option.texts("-x", "--exclude")
            .label("GLOB")
            .description("Leave out files and directories that match one of these.");

    private final Option<Boolean> dryRun =
            Option.flag("--dry-run").description("Show which files would be in the torrent; read and write none.");

    private final Option<Boolean> quiet = Option.flag("-q", "--quiet").description("Show nothing but errors.");

    public CreateCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description(
                        "Makes the torrent of a file or directory. The same content gives the same info-hash everywhere.")
                .add(
                        path,
                        out,
                        tiers,
                        webSeeds,
                        pieceLength,
                        isPrivate,
                        isPublic,
                        name,
                        comment,
                        source,
                        include,
                        exclude,
                        dryRun,
                        quiet);
    }

    @Override
    public ExitCode run() {
        console.setQuiet(quiet.get());
        Path content = LocalPath.of(path.get(), ExitCode.BAD_OPTION, "The path");
        if (!Files.exists(content)) {
            throw new Failure(ExitCode.NOT_FOUND, "There is nothing at " + content + ". Name a file or directory.");
        }
        if (isPrivate.get() && isPublic.get()) {
            throw new Failure(ExitCode.BAD_OPTION, "Options --private and --public: give one of them, not both.");
        }
        MetainfoOptions options = options();
        ContentFilter filter =
                FileFilter.of(include.get(), exclude.get(), Optional.empty()).ofContent();
        if (dryRun.get()) {
            show(plan(content, options, filter));
            return ExitCode.OK;
        }
        Path given = content.toAbsolutePath().normalize().getFileName();
        String label = name.value().orElse(given == null ? "content" : given.toString());
        Path torrent =
                Target.resolve(label + ".torrent", Optional.of(out.value().orElse("./")), Optional.empty());
        NewFile.refuseExisting(torrent);
        Metainfo metainfo = hash(content, label, options, filter);
        console.clearProgress();
        NewFile.write(metainfo.toBytes(), torrent);
        console.line("Wrote " + torrent + ": " + size(metainfo.name(), metainfo.layout()));
        console.line("Info-hash " + metainfo.infoHash());
        return ExitCode.OK;
    }

    private static String size(String name, TorrentLayout layout) {
        return name + ", " + Quantity.bytes(layout.totalLength()) + ", " + Quantity.count(layout.pieceCount(), "piece")
                + " of " + Quantity.bytes(layout.pieceLength());
    }

    private static ContentPlan plan(Path content, MetainfoOptions options, ContentFilter filter) {
        try {
            return ContentHasher.plan(content, options, filter);
        } catch (IllegalArgumentException e) { // too many pieces of the length that was asked for
            throw new Failure(ExitCode.BAD_OPTION, "No torrent can be made: " + Failures.sentence(e.getMessage()), e);
        }
    }

    private void show(ContentPlan plan) {
        FileLines.of(plan.files()).forEach(console::result);
        console.result("Would write " + size(plan.name(), plan.layout()));
    }

    private MetainfoOptions options() {
        MetainfoOptions options = MetainfoOptions.defaults()
                .withPrivate(!isPublic.get())
                .withTrackers(TrackerUrls.tiers("--tracker", tiers.get()))
                .withWebSeeds(TrackerUrls.webSeeds("--web-seed", webSeeds.get()));
        options = name.isPresent() ? options.withName(name.get()) : options;
        options = comment.isPresent() ? options.withComment(comment.get()) : options;
        options = source.isPresent() ? options.withSource(source.get()) : options;
        return pieceLength.isPresent() ? withPieceLength(options, pieceLength.get()) : options;
    }

    private static MetainfoOptions withPieceLength(MetainfoOptions options, String size) {
        try {
            return options.withPieceLength(bytes(size));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option --piece-size: expected a power of two from 16K to 512M, found '" + size + "'."
                            + (isPossible(options, size + "K") ? " For KiB write " + size + "K." : ""),
                    e);
        }
    }

    private static int bytes(String size) {
        return Math.toIntExact(Math.max(1, Quantity.parseBytes(size)));
    }

    /** Other makers take a number without a unit for KiB. */
    private static boolean isPossible(MetainfoOptions options, String size) {
        try {
            options.withPieceLength(bytes(size));
            return true;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private Metainfo hash(Path content, String label, MetainfoOptions options, ContentFilter filter) {
        try (StorageExecutor storage = StorageExecutor.sizedByCores()) {
            HashProgress progress = new HashProgress(console, "hashing " + label);
            return stop.await(
                            new ContentHasher(storage).hash(content, options, filter, progress),
                            HashProgress.PERIOD,
                            progress::draw)
                    .metainfo();
        }
    }
}
