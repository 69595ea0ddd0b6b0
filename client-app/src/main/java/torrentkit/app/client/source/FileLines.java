package torrentkit.app.client.source;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.Quantity;
import torrentkit.metainfo.FileEntry;

/**
 * The files of a torrent as people see them: numbered from 1 as {@code --select} takes them, with sizes, without pad files. Not yet
 * clean. Pure functions.
 */
public final class FileLines {
    private FileLines() {}

    /** A line for each file, the first one of them a heading. */
    public static List<String> of(List<FileEntry> files) {
        List<Integer> numbered = FileFilter.numbered(files);
        List<String> lines = new ArrayList<>(numbered.size() + 1);
        lines.add(Quantity.count(numbered.size(), "file") + ":");
        for (int number = 1; number <= numbered.size(); number++) {
            lines.add(line(number, files.get(numbered.get(number - 1))));
        }
        return lines;
    }

    /** One file's line. */
    public static String line(int number, FileEntry file) {
        return padded(Integer.toString(number), 5) + padded(Quantity.bytes(file.length()), 12) + "  "
                + file.joinedPath() + link(file);
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
