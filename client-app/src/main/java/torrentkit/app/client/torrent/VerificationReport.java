package torrentkit.app.client.torrent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.download.Target;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

/** Which pieces and files of a torrent are not as they should be, in words. */
public final class VerificationReport {
    private static final int RANGES_IN_A_LINE = 12;

    private final Metainfo metainfo;
    private final Bitfield good;

    VerificationReport(Metainfo metainfo, Bitfield good) {
        this.metainfo = metainfo;
        this.good = good;
    }

    /** One sentence for the error. */
    String summary(Path root) {
        int bad = good.size() - good.count();
        return bad == 0
                ? root + " has every piece, but files are missing or have another size than the torrent says."
                : root + " does not match the torrent: " + bad + " of " + Quantity.count(good.size(), "piece")
                        + (bad == 1 ? " is" : " are") + " missing or damaged. Download it again to another place.";
    }

    /** The bad pieces as ranges, then each file that is not right and why. */
    List<String> lines(Path root) {
        List<String> lines = new ArrayList<>();
        List<String> ranges = badRanges();
        for (int from = 0; from < ranges.size(); from += RANGES_IN_A_LINE) {
            lines.add("bad pieces: "
                    + String.join(", ", ranges.subList(from, Math.min(ranges.size(), from + RANGES_IN_A_LINE))));
        }
        for (int file = 0; file < metainfo.files().size(); file++) {
            FileEntry entry = metainfo.files().get(file);
            if (!entry.padding()) {
                String problem = problem(file, metainfo.isDirectory() ? below(root, entry) : root);
                if (!problem.isEmpty()) {
                    lines.add(problem + ": " + (metainfo.isDirectory() ? entry.joinedPath() : root));
                }
            }
        }
        return lines;
    }

    private static Path below(Path root, FileEntry entry) {
        return root.resolve(Target.local(entry.joinedPath(), ExitCode.CANNOT_OPEN, "A file of the torrent"));
    }

    /** Such as {@code 3} and {@code 7-12}. */
    private List<String> badRanges() {
        List<String> ranges = new ArrayList<>();
        for (int first = good.nextClear(0); first >= 0; ) {
            int next = good.nextSet(first);
            int last = (next < 0 ? good.size() : next) - 1;
            ranges.add(first == last ? Integer.toString(first) : first + "-" + last);
            first = next < 0 ? -1 : good.nextClear(next);
        }
        return ranges;
    }

    private String problem(int file, Path path) {
        long length = metainfo.layout().fileLength(file);
        if (!Files.exists(path)) {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? "dead link" : "missing";
        }
        if (!Files.isRegularFile(path)) {
            return "not a file";
        }
        try {
            long size = Files.size(path);
            if (size != length) {
                return "wrong size (" + size + " instead of " + Quantity.count(length, "byte") + ")";
            }
        } catch (IOException e) {
            return "unreadable";
        }
        return hasBadPiece(file, length) ? "damaged" : "";
    }

    /** A piece that holds bytes of several files and is bad makes each of them suspect. */
    private boolean hasBadPiece(int file, long length) {
        TorrentLayout layout = metainfo.layout();
        if (length == 0) {
            return false;
        }
        int first = (int) (layout.fileOffset(file) / layout.pieceLength());
        int last = (int) ((layout.fileOffset(file) + length - 1) / layout.pieceLength());
        int bad = good.nextClear(first);
        return bad >= 0 && bad <= last;
    }
}
