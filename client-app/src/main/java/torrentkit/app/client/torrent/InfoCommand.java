package torrentkit.app.client.torrent;

import java.time.Duration;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Parameter;
import torrentkit.app.client.command.Syntax;
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
public final class InfoCommand extends ClientCommand {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Parameter<String> source = Parameter.text("SOURCE").description(SourceText.WHAT);

    private final Option<Boolean> json = Option.flag("--json").description("Print a JSON object.");

    private final SwarmOptions swarm = new SwarmOptions();
    private final HttpOptions http = new HttpOptions();

    public InfoCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description("Shows what a torrent holds, or what a magnet link says.")
                .add(source, json, swarm, http);
    }

    @Override
    public ExitCode run() {
        HttpAccess access = http.access();
        Source found = TorrentSource.open(source.get(), swarm.with(access), stop);
        if (found instanceof Source.Magnet magnet) {
            if (swarm.areEmpty()) {
                (json.get() ? MagnetInfo.json(magnet.link()) : MagnetInfo.lines(magnet.link()))
                        .forEach(console::result);
                return ExitCode.OK;
            }
            show(new MetadataFetch(console, stop).fetch(magnet, swarm.peers(), access, PATIENCE));
        } else {
            show(((Source.Torrent) found).metainfo());
        }
        return ExitCode.OK;
    }

    private void show(Metainfo metainfo) {
        (json.get() ? TorrentInfo.json(metainfo) : TorrentInfo.lines(metainfo)).forEach(console::result);
    }
}
