package torrentkit.app.client.download;

import java.util.List;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Parameter;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.LogSetup;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.FileFilter;
import torrentkit.app.client.source.HttpAccess;

/** The options of {@code client-app seed}; {@link SeedRun} does the work. */
public final class SeedCommand extends ClientCommand {
    private final Parameter<List<String>> paths =
            Parameter.texts("PATH", 1).description("A file or directory to share.");

    private final Option<String> torrent = Option.text("-t", "--torrent")
            .label("FILE")
            .description("The torrent of the only PATH, or its URL. Default: one is made, and its magnet link shown.");

    private final Option<List<String>> trackers =
            Option.texts("--tracker").label("URL").description("Announce to this tracker; may be given several times.");

    private final Option<PortRange> ports = Option.of(PortRange.class, new PortRange.Converter(), "--port")
            .label("N[-M]")
            .orElse(PortRange.ANY)
            .description("Listen for peers on this port, or the first free one of a range. Default: any free one.");

    private final Option<String> bind =
            Option.text("--bind").label("ADDRESS").description("Listen on this address of this machine only.");

    private final Option<Integer> maxPeers = Option.number("--max-peers")
            .label("N")
            .description("Be connected with at most so many peers for each PATH.");

    private final UploadRateOptions rates = new UploadRateOptions();
    private final GoalOptions goals = new GoalOptions();
    private final FaceOptions faces = new FaceOptions();

    public SeedCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description(
                        "Shares files or directories that are there, with their torrent or one that is made of them.")
                .add(paths, torrent, trackers, ports, bind, maxPeers, rates, goals, faces);
    }

    @Override
    public ExitCode run() {
        if (torrent.isPresent() && paths.get().size() > 1) {
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
                new LimitOptions(rates),
                new SeedOptions(),
                faces,
                RecordOptions.none(),
                HttpAccess.defaults(),
                FileFilter.all());
        return new DownloadRun(
                        console,
                        stop,
                        options,
                        paths.get(),
                        (parts, index, output) -> new SeedRun(parts, goals.goal(), torrent.value())
                                .run(paths.get().get(index)))
                .run();
    }
}
