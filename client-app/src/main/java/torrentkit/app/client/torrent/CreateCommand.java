package torrentkit.app.client.torrent;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.HashProgress;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.download.Target;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.storage.StorageExecutor;

/** {@code client-app create}: makes the torrent of a file or directory. */
@Command(
        name = "create",
        description = "Makes the torrent of a file or directory. The same content gives the same info-hash everywhere.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class CreateCommand extends ClientCommand {
    private static final Set<String> TRACKER_SCHEMES = Set.of("http", "https", "udp");
    private static final Set<String> WEB_SEED_SCHEMES = Set.of("http", "https");

    @Parameters(paramLabel = "PATH", description = "The file or directory.")
    private String path;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description =
                    "The torrent to write, or the directory for it. Default: NAME.torrent in the working directory.")
    private Optional<String> out = Optional.empty();

    @Option(
            names = {"-a", "--announce"},
            paramLabel = "URL[,URL...]",
            description = "A tier of tracker URLs; the tiers are tried in the order in which they are given.")
    private List<String> tiers = new ArrayList<>();

    @Option(
            names = {"-w", "--web-seed"},
            paramLabel = "URL",
            description = "The http(s) URL of the same content; may be given several times.")
    private List<String> webSeeds = new ArrayList<>();

    @Option(
            names = "--piece-length",
            paramLabel = "SIZE",
            description = "A power of two from 16K to 512M. Default: by size, for 1,000 to 2,000 pieces.")
    private Optional<String> pieceLength = Optional.empty();

    @Option(names = "--public", description = "Let peers find each other without a tracker. Default: private (BEP 27).")
    private boolean isPublic;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "The name that downloads get. Default: that of the file or directory.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = {"-c", "--comment"},
            paramLabel = "TEXT",
            description = "A comment for people.")
    private Optional<String> comment = Optional.empty();

    @Option(
            names = "--source",
            paramLabel = "TAG",
            description = "A tag that makes the info-hash differ from that of the same content elsewhere.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = {"-q", "--quiet"},
            description = "Show nothing but errors.")
    private boolean quiet;

    public CreateCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    public ExitCode run() {
        console.setQuiet(quiet);
        Path content = Target.local(path, ExitCode.BAD_OPTION, "The path");
        if (!Files.exists(content)) {
            throw new Failure(ExitCode.NOT_FOUND, "There is nothing at " + content + ". Name a file or directory.");
        }
        MetainfoOptions options = options();
        Path given = content.toAbsolutePath().normalize().getFileName();
        String label = name.orElse(given == null ? "content" : given.toString());
        Path torrent = Target.resolve(label + ".torrent", Optional.of(out.orElse("./")), Optional.empty());
        refuseExisting(torrent);
        Metainfo metainfo = hash(content, label, options);
        console.clearProgress();
        Target.makeParent(torrent);
        write(metainfo.toBytes(), torrent);
        console.line("Wrote " + torrent + ": " + metainfo.name() + ", "
                + Quantity.bytes(metainfo.layout().totalLength()) + ", "
                + Quantity.count(metainfo.layout().pieceCount(), "piece") + " of "
                + Quantity.bytes(metainfo.layout().pieceLength()));
        console.line("Info-hash " + metainfo.infoHash());
        return ExitCode.OK;
    }

    private MetainfoOptions options() {
        MetainfoOptions options = MetainfoOptions.defaults()
                .withPrivate(!isPublic)
                .withTrackers(tiers.stream()
                        .map(tier -> Arrays.stream(tier.split(","))
                                .map(url -> url("--announce", url, TRACKER_SCHEMES))
                                .toList())
                        .toList())
                .withWebSeeds(webSeeds.stream()
                        .map(url -> url("--web-seed", url, WEB_SEED_SCHEMES))
                        .toList());
        options = name.isPresent() ? options.withName(name.get()) : options;
        options = comment.isPresent() ? options.withComment(comment.get()) : options;
        options = source.isPresent() ? options.withSource(source.get()) : options;
        return pieceLength.isPresent() ? withPieceLength(options, pieceLength.get()) : options;
    }

    private static MetainfoOptions withPieceLength(MetainfoOptions options, String size) {
        try {
            return options.withPieceLength(Math.toIntExact(Math.max(1, Quantity.parseBytes(size))));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option --piece-length: expected a power of two from 16K to 512M, found '" + size + "'.",
                    e);
        }
    }

    private static URI url(String option, String text, Set<String> schemes) {
        try {
            URI url = new URI(text.strip());
            if (url.getScheme() != null
                    && schemes.contains(url.getScheme().toLowerCase(Locale.ROOT))
                    && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // the sentence below says all that it would
        }
        throw new Failure(
                ExitCode.BAD_OPTION,
                "Option " + option + ": expected a URL with "
                        + String.join(", ", schemes.stream().sorted().toList()) + ", found '" + text + "'.");
    }

    private Metainfo hash(Path content, String label, MetainfoOptions options) {
        try (StorageExecutor storage = StorageExecutor.sizedByCores()) {
            HashProgress progress = new HashProgress(console, "hashing " + label);
            return stop.await(
                            new ContentHasher(storage).hash(content, options, progress),
                            HashProgress.PERIOD,
                            progress::draw)
                    .metainfo();
        }
    }

    /** To a name of its own first, so that nobody ever finds half a torrent under the final one. */
    private static void write(byte[] bytes, Path torrent) {
        Path part = torrent.resolveSibling(
                "." + torrent.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try {
                Files.write(part, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                refuseExisting(torrent);
                move(part, torrent);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw Failures.writing("cannot write " + torrent, torrent, e, ExitCode.CANNOT_CREATE);
        }
    }

    private static void move(Path part, Path torrent) throws IOException {
        try {
            Files.move(part, torrent, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, torrent);
        }
    }

    private static void refuseExisting(Path torrent) {
        if (Files.exists(torrent, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(
                    ExitCode.EXISTS, torrent + " exists already. Move it away, or choose another name with -o.");
        }
    }
}
