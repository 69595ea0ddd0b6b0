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
import torrentkit.app.client.source.FileFilter;
import torrentkit.app.client.source.HttpAccess;

/** The options of {@code client-app seed}; {@link SeedRun} does the work. */
@Command(
        name = "seed",
        description = "Shares files or directories that are there, with their torrent or one that is made of them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class SeedCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", arity = "1..*", description = "A file or directory to share.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = {"-t", "--torrent"},
            paramLabel = "FILE",
            description = "The torrent of the only PATH, or its URL. Default: one is made, and its magnet link shown.")
    private Optional<String> torrent = Optional.empty();

    @Option(
            names = "--tracker",
            paramLabel = "URL",
            description = "Announce to this tracker; may be given several times.")
    private List<String> trackers = new ArrayList<>();

    @Option(
            names = "--port",
            paramLabel = "N[-M]",
            defaultValue = "0",
            converter = PortRange.Converter.class,
            description = "Listen for peers on this port, or the first free one of a range. Default: any free one.")
    private PortRange ports = PortRange.ANY;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Listen on this address of this machine only.")
    private Optional<String> bind = Optional.empty();

    @Option(
            names = "--max-peers",
            paramLabel = "N",
            description = "Be connected with at most so many peers for each PATH.")
    private Optional<Integer> maxPeers = Optional.empty();

    @Mixin
    private UploadRateOptions rates = new UploadRateOptions();

    @Mixin
    private GoalOptions goals;

    @Mixin
    private FaceOptions faces;

    public SeedCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    public ExitCode run() {
        if (torrent.isPresent() && paths.size() > 1) {
            throw new Failure(ExitCode.BAD_OPTION, "Option --torrent is for one PATH, but there are several.");
        }
        PeerOptions peers = PeerOptions.of(ports, bind, maxPeers, trackers);
        peers.check();
        rates.check();
        goals.check();
        faces.check(false);
        console.setQuiet(faces.quiet());
        faces.logFile().ifPresent(file -> LogSetup.writeTo(file, console));
        RunOptions options = new RunOptions(
                peers,
                new DiskOptions(),
                new FileOptions(),
                LimitOptions.of(rates),
                new SeedOptions(),
                faces,
                RecordOptions.none(),
                HttpAccess.defaults(),
                FileFilter.all());
        return new DownloadRun(
                        console,
                        stop,
                        options,
                        paths,
                        (parts, index, output) -> new SeedRun(parts, goals.goal(), torrent).run(paths.get(index)))
                .run();
    }
}
