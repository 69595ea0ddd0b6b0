package torrentkit.app.client.torrent;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.TorrentSource;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;

/** {@code client-app info}: what a torrent holds, as text. */
@Command(
        name = "info",
        description = "Shows what a torrent holds.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class InfoCommand extends ClientCommand {
    @Parameters(paramLabel = "TORRENT", description = "A .torrent file, or the http(s) URL of one.")
    private String torrent;

    public InfoCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    public ExitCode run() {
        lines(TorrentSource.load(torrent, stop)).forEach(console::result);
        return ExitCode.OK;
    }

    /** The text, line by line; not yet clean. */
    public static List<String> lines(Metainfo metainfo) {
        List<String> lines = new ArrayList<>();
        long total = metainfo.layout().totalLength();
        add(lines, "Name", metainfo.name());
        add(lines, "Info-hash", metainfo.infoHash().toString());
        add(lines, "Size", Quantity.bytes(total) + (total < 1024 ? "" : " (" + Quantity.count(total, "byte") + ")"));
        add(
                lines,
                "Pieces",
                metainfo.layout().pieceCount() + " of "
                        + Quantity.bytes(metainfo.layout().pieceLength()));
        add(lines, "Private", metainfo.isPrivate() ? "yes" : "no");
        int tier = 1;
        for (List<URI> urls : metainfo.trackers()) {
            String label = metainfo.trackers().size() == 1 ? "Tracker" : "Tracker " + tier++;
            add(lines, label, urls.stream().map(URI::toString).collect(Collectors.joining(", ")));
        }
        metainfo.webSeeds().forEach(url -> add(lines, "Web seed", url.toString()));
        metainfo.comment().ifPresent(text -> add(lines, "Comment", text));
        metainfo.createdBy().ifPresent(text -> add(lines, "Created by", text));
        if (metainfo.isDirectory()) {
            addFiles(lines, metainfo);
        }
        return lines;
    }

    private static void addFiles(List<String> lines, Metainfo metainfo) {
        List<FileEntry> files =
                metainfo.files().stream().filter(file -> !file.padding()).toList();
        lines.add("");
        lines.add(Quantity.count(files.size(), "file") + ":");
        for (FileEntry file : files) {
            lines.add(String.format("%12s  %s", Quantity.bytes(file.length()), file.joinedPath()));
        }
    }

    private static void add(List<String> lines, String label, String value) {
        lines.add(String.format("%-12s%s", label + ":", value));
    }
}
