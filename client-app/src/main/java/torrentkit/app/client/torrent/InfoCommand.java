package torrentkit.app.client.torrent;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.HttpAccess;
import torrentkit.app.client.source.HttpOptions;
import torrentkit.app.client.source.MetadataFetch;
import torrentkit.app.client.source.Source;
import torrentkit.app.client.source.SwarmOptions;
import torrentkit.app.client.source.TorrentSource;
import torrentkit.metainfo.Metainfo;

/**
 * {@code client-app info}: what a torrent holds, or what a magnet link says; with {@code --tracker} or {@code --peer} the torrent of
 * the link is fetched from peers first.
 */
@Command(
        name = "info",
        description = "Shows what a torrent holds, or what a magnet link says.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class InfoCommand extends ClientCommand {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Parameters(paramLabel = "SOURCE", description = SourceText.WHAT)
    private String source;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Mixin
    private SwarmOptions swarm;

    @Mixin
    private HttpOptions http;

    public InfoCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    public ExitCode run() {
        HttpAccess access = http.access();
        Source found = TorrentSource.open(source, swarm.with(access), stop);
        if (found instanceof Source.Magnet magnet) {
            if (swarm.areEmpty()) {
                (json ? MagnetInfo.json(magnet.link()) : MagnetInfo.lines(magnet.link())).forEach(console::result);
                return ExitCode.OK;
            }
            show(new MetadataFetch(console, stop).fetch(magnet, swarm.peers(), access, PATIENCE));
        } else {
            show(((Source.Torrent) found).metainfo());
        }
        return ExitCode.OK;
    }

    private void show(Metainfo metainfo) {
        (json ? TorrentInfo.json(metainfo) : TorrentInfo.lines(metainfo)).forEach(console::result);
    }
}
