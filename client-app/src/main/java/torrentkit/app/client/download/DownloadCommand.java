package torrentkit.app.client.download;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.LogSetup;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.HttpOptions;
import torrentkit.app.client.source.SourceList;

/** The options of {@code client-app download}, in groups; {@link DownloadRun} does the work. */
@Command(
        name = "download",
        description = "Downloads the content of torrents, and shares what is there meanwhile.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class DownloadCommand extends ClientCommand {
    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..*",
            description = "A .torrent file, the http(s) URL of one or of a path of server-app, a magnet link, or an"
                    + " info-hash; several are downloaded at the same time.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = {"-i", "--input-file"},
            paramLabel = "FILE",
            description = "Also download the sources in this file, one a line; - is the standard input.")
    private Optional<String> input = Optional.empty();

    @Mixin
    private DiskOptions disk;

    @Mixin
    private FileOptions files;

    @Mixin
    private FaceOptions faces;

    @Mixin
    private RecordOptions records;

    @Mixin
    private PeerOptions peers;

    @Mixin
    private LimitOptions limits;

    @Mixin
    private SeedOptions seeding;

    @Mixin
    private HttpOptions http;

    public DownloadCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    public ExitCode run() {
        List<String> all = new ArrayList<>(sources);
        refuse(
                records.replay().isPresent() && (!all.isEmpty() || input.isPresent()),
                "Option --replay shows a record and downloads nothing: leave the SOURCE out.");
        input.ifPresent(file -> all.addAll(SourceList.read(file)));
        refuse(
                all.isEmpty() && records.replay().isEmpty(),
                "Expected a SOURCE: a .torrent file, a URL, a magnet link or an info-hash; or -i FILE.");
        RunOptions options = checked(all.size() > 1);
        console.setQuiet(faces.quiet());
        faces.logFile().ifPresent(file -> LogSetup.writeTo(file, console));
        if (records.replay().isPresent()) {
            return ReplayRun.run(records.replay().get(), "last", records.speed(), faces, console, stop);
        }
        if (files.list()) {
            return new FileList(console, stop, options, all).run();
        }
        return new DownloadRun(console, stop, options, all).run();
    }

    private RunOptions checked(boolean several) {
        faces.check(disk.toStandardOutput());
        records.check();
        disk.check(several);
        peers.check();
        limits.check();
        seeding.check();
        refuse(
                disk.toStandardOutput() && seeding.seed(),
                "With -o - nothing is kept that could be shared: leave --seed and its like out.");
        refuse(
                disk.toStandardOutput() && seeding.onComplete().isPresent(),
                "With -o - there is no file for --on-complete: leave one of them out.");
        return new RunOptions(peers, disk, files, limits, seeding, faces, records, http.access(), files.filter());
    }

    private static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new Failure(ExitCode.BAD_OPTION, sentence);
        }
    }
}
