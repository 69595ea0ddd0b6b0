package torrentkit.app.client.download;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import torrentkit.app.client.source.FileFilter;
import torrentkit.downloader.PieceOrder;

/** The options about which files are wanted, and in which order. A picocli mixin. */
public final class FileOptions {
    @Option(
            names = {"-l", "--list"},
            description = "List the files with their numbers and sizes, and download nothing.")
    private boolean list;

    @Option(
            names = {"-s", "--select"},
            paramLabel = "N,N-M",
            description = "Download only the files with these numbers, such as 1,3-5; --list shows them.")
    private Optional<String> select = Optional.empty();

    @Option(
            names = {"-I", "--include"},
            paramLabel = "GLOB",
            description = "Download only files whose path matches, such as '*.txt'; may be given several times.")
    private List<String> include = new ArrayList<>();

    @Option(
            names = {"-x", "--exclude"},
            paramLabel = "GLOB",
            description = "Do not download files whose path matches; may be given several times.")
    private List<String> exclude = new ArrayList<>();

    @Option(names = "--sequential", description = "Fetch the pieces in order, for who reads meanwhile.")
    private boolean sequential;

    boolean list() {
        return list;
    }

    /** @throws torrentkit.app.client.outcome.Failure if a pattern or number cannot be used */
    FileFilter filter() {
        return FileFilter.of(include, exclude, select);
    }

    PieceOrder order() {
        return sequential ? PieceOrder.SEQUENTIAL : PieceOrder.RAREST_FIRST;
    }
}
