package torrentkit.app.client.download;

import java.util.List;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.source.FileFilter;
import torrentkit.downloader.PieceOrder;

/** The options about which files are wanted, and in which order. */
public final class FileOptions implements SyntaxPart {
    private final Option<Boolean> list = Option.flag("-l", "--list")
            .description("List the files with their numbers and sizes, and download nothing.");

    private final Option<String> select = Option.text("-s", "--select")
            .label("N,N-M")
            .description("Download only the files with these numbers, such as 1,3-5; --list shows them.");

    private final Option<List<String>> include = Option.texts("-I", "--include")
            .label("GLOB")
            .description("Download only files whose path matches, such as '*.txt'; may be given several times.");

    private final Option<List<String>> exclude = Option.texts("-x", "--exclude")
            .label("GLOB")
            .description("Do not download files whose path matches; may be given several times.");

    private final Option<Boolean> sequential =
            Option.flag("--sequential").description("Fetch the pieces in order, for who reads meanwhile.");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(list, select, include, exclude, sequential);
    }

    boolean list() {
        return list.get();
    }

    /** @throws torrentkit.app.client.outcome.Failure if a pattern or number cannot be used */
    FileFilter filter() {
        return FileFilter.of(include.get(), exclude.get(), select.value());
    }

    PieceOrder order() {
        return sequential.get() ? PieceOrder.SEQUENTIAL : PieceOrder.RAREST_FIRST;
    }
}
