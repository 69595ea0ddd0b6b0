package torrentkit.app.client.torrent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Parameter;
import torrentkit.app.client.command.Syntax;
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
public final class MetadataCommand extends ClientCommand {
    private static final int MOST_SECONDS = 30 * 24 * 3600;

    private final Parameter<String> source = Parameter.text("SOURCE").description(SourceText.WHAT);

    private final Option<String> out = Option.text("-o", "--out")
            .label("FILE")
            .description(
                    "The torrent to write, or the directory for it. Default: NAME.torrent in the working directory.");

    private final Option<Integer> stallTimeout = Option.number("--stall-timeout")
            .label("SECONDS")
            .orElse(120)
            .description("Give up when nobody is found for so long. Default: 120.");

    private final Option<Boolean> quiet = Option.flag("-q", "--quiet").description("Show nothing but errors.");

    private final SwarmOptions swarm = new SwarmOptions();
    private final HttpOptions http = new HttpOptions();

    public MetadataCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description(
                        "Gets the torrent of a magnet link or info-hash from peers, and writes it as a .torrent file.")
                .add(source, out, stallTimeout, quiet, swarm, http);
    }

    @Override
    public ExitCode run() {
        console.setQuiet(quiet.get());
        if (stallTimeout.get() < 1 || stallTimeout.get() > MOST_SECONDS) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option --stall-timeout: expected a number from 1 to " + MOST_SECONDS + ", found "
                            + stallTimeout.get() + ".");
        }
        HttpAccess access = http.access();
        Source found = TorrentSource.open(source.get(), swarm.with(access), stop);
        Metainfo metainfo = found instanceof Source.Magnet magnet
                ? new MetadataFetch(console, stop)
                        .fetch(magnet, swarm.peers(), access, Duration.ofSeconds(stallTimeout.get()))
                : ((Source.Torrent) found).metainfo();
        Path torrent = Target.resolve(
                metainfo.name() + ".torrent", Optional.of(out.value().orElse("./")), Optional.empty());
        NewFile.refuseExisting(torrent);
        NewFile.write(metainfo.toBytes(), torrent);
        console.line("Wrote " + torrent + ": " + metainfo.name() + ", info-hash " + metainfo.infoHash());
        return ExitCode.OK;
    }
}
