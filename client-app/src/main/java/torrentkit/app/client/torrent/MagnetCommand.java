package torrentkit.app.client.torrent;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Parameter;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.FileFilter;
import torrentkit.app.client.source.HttpOptions;
import torrentkit.app.client.source.Source;
import torrentkit.app.client.source.SwarmOptions;
import torrentkit.app.client.source.TorrentSource;
import torrentkit.downloader.FileSelection;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.MagnetLink.FileRange;
import torrentkit.metainfo.Metainfo;

/** {@code client-app magnet}: the magnet link (BEP 9, BEP 53) of a torrent, on one line. */
public final class MagnetCommand extends ClientCommand {
    private final Parameter<String> source = Parameter.text("SOURCE").description(SourceText.WHAT);

    private final Option<String> select = Option.text("-s", "--select")
            .label("LIST")
            .description("Let the link ask for these files only, such as 1,3-5, as 'info' numbers them.");

    private final Option<List<String>> include = Option.texts("-I", "--include")
            .label("GLOB")
            .description("Let the link ask only for files that match one of these.");

    private final Option<List<String>> exclude = Option.texts("-x", "--exclude")
            .label("GLOB")
            .description("Let the link ask for no file that matches one of these.");

    private final SwarmOptions swarm = new SwarmOptions();
    private final HttpOptions http = new HttpOptions();

    public MagnetCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description("Prints the magnet link of a torrent. 'metadata' is the way back.")
                .add(source, select, include, exclude, swarm, http);
    }

    @Override
    public ExitCode run() {
        FileFilter filter = FileFilter.of(include.get(), exclude.get(), select.value());
        swarm.peers(); // refuses what is no address
        Source found = TorrentSource.open(source.get(), swarm.with(http.access()), stop);
        MagnetLink link = found instanceof Source.Torrent torrent
                ? MagnetLink.of(torrent.metainfo()).withSelectOnly(ranges(filter, torrent.metainfo()))
                : known(((Source.Magnet) found).link(), filter);
        List<String> peers = new ArrayList<>(link.peers());
        peers.addAll(swarm.peerTexts());
        console.result(link.withPeers(peers).toString());
        return ExitCode.OK;
    }

    private static MagnetLink known(MagnetLink link, FileFilter filter) {
        if (!filter.isAll()) {
            throw new Failure(
                    ExitCode.BAD_MAGNET,
                    "Files can be chosen only where they are known: a magnet link does not list them. Get its torrent"
                            + " first, with 'client-app metadata'.");
        }
        return link;
    }

    private static List<FileRange> ranges(FileFilter filter, Metainfo metainfo) {
        FileSelection files = filter.of(metainfo);
        List<FileRange> ranges = new ArrayList<>();
        int count = files.isAll() ? 0 : metainfo.files().size();
        for (int file = 0; file < count; file++) {
            if (files.has(file)) {
                int first = file;
                while (file + 1 < count && files.has(file + 1)) {
                    file++;
                }
                ranges.add(new FileRange(first, file));
            }
        }
        return ranges;
    }
}
