package torrentkit.app.client.torrent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.download.Target;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.HttpAccess;
import torrentkit.app.client.source.HttpOptions;
import torrentkit.app.client.source.MetadataFetch;
import torrentkit.app.client.source.Source;
import torrentkit.app.client.source.SwarmOptions;
import torrentkit.app.client.source.TorrentSource;
import torrentkit.metainfo.Metainfo;

/** {@code client-app metadata}: the torrent of a magnet link or info-hash, from peers (BEP 9), as a .torrent file. */
@Command(
        name = "metadata",
        description = "Gets the torrent of a magnet link or info-hash from peers, and writes it as a .torrent file.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class MetadataCommand extends ClientCommand {
    private static final int MOST_SECONDS = 30 * 24 * 3600;

    @Parameters(paramLabel = "SOURCE", description = SourceText.WHAT)
    private String source;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description =
                    "The torrent to write, or the directory for it. Default: NAME.torrent in the working directory.")
    private Optional<String> out = Optional.empty();

    @Option(
            names = "--stall-timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Give up when nobody is found for so long. Default: 120.")
    private int stallTimeout;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show nothing but errors.")
    private boolean quiet;

    @Mixin
    private SwarmOptions swarm;

    @Mixin
    private HttpOptions http;

    public MetadataCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    public ExitCode run() {
        console.setQuiet(quiet);
        if (stallTimeout < 1 || stallTimeout > MOST_SECONDS) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option --stall-timeout: expected a number from 1 to " + MOST_SECONDS + ", found " + stallTimeout
                            + ".");
        }
        HttpAccess access = http.access();
        Source found = TorrentSource.open(source, swarm.with(access), stop);
        Metainfo metainfo = found instanceof Source.Magnet magnet
                ? new MetadataFetch(console, stop)
                        .fetch(magnet, swarm.peers(), access, Duration.ofSeconds(stallTimeout))
                : ((Source.Torrent) found).metainfo();
        Path torrent = Target.resolve(metainfo.name() + ".torrent", Optional.of(out.orElse("./")), Optional.empty());
        NewFile.refuseExisting(torrent);
        NewFile.write(metainfo.toBytes(), torrent);
        console.line("Wrote " + torrent + ": " + metainfo.name() + ", info-hash " + metainfo.infoHash());
        return ExitCode.OK;
    }
}
