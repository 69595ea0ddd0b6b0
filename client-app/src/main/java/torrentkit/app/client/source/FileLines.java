package torrentkit.app.client.torrent;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.Quantity;
import torrentkit.metainfo.FileEntry;
import torrentkit.piece.TorrentLayout;

/** The files of a torrent as people see them: numbered from 1, with sizes, without pad files. Not yet clean. */
public final class FileLines {
    private FileLines() {}

    /** A line for each file, the first one of them a heading. */
    public static List<String> of(List<FileEntry> files, TorrentLayout layout) {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (int file = 0; file < files.size(); file++) {
            if (!files.get(file).padding()) {
                lines.add(padded(Integer.toString(++number), 5)
                        + padded(Quantity.bytes(layout.fileLength(file)), 12) + "  "
                        + files.get(file).joinedPath() + link(files.get(file)));
            }
        }
        lines.add(0, Quantity.count(number, "file") + ":");
        return lines;
    }

    private static String link(FileEntry file) {
        return file.symlink()
                .map(target -> target.isEmpty() ? " (a link that leads nowhere)" : " -> " + String.join("/", target))
                .orElse("");
    }

    private static String padded(String text, int columns) {
        return " ".repeat(Math.max(0, columns - text.length())) + text;
    }
}
