package torrentkit.app.client.torrent;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.command.JsonResult;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.torrent.FileProblem.Kind;
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
        problems(root).forEach(problem -> lines.add(problem.line()));
        return lines;
    }

    /**
     * One object: {@code infoHash}, {@code name}, {@code path} (what was verified), {@code whole}, {@code pieces}, {@code goodPieces},
     * {@code badPieces} (a list of numbers from 0 and ranges of them), and {@code files}, those that are not right: each with {@code path},
     * {@code problem} (missing, dead link, not a file, wrong size, unreadable or damaged), and
     * {@code badRanges}, each with {@code offset} and {@code length} in bytes of the file.
     */
    String json(Path root, boolean whole) {
        return JsonResult.line(json -> {
            json.writeStringField("infoHash", metainfo.infoHash().toString());
            json.writeStringField("name", metainfo.name());
            json.writeStringField("path", root.toString());
            json.writeBooleanField("whole", whole);
            json.writeNumberField("pieces", good.size());
            json.writeNumberField("goodPieces", good.count());
            JsonResult.texts(json, "badPieces", badRanges());
            json.writeArrayFieldStart("files");
            if (!whole) {
                for (FileProblem problem : problems(root)) {
                    write(json, problem);
                }
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, FileProblem problem) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", problem.path());
        json.writeStringField("problem", problem.kind().label());
        json.writeArrayFieldStart("badRanges");
        for (FileProblem.Range range : problem.ranges()) {
            json.writeStartObject();
            json.writeNumberField("offset", range.first());
            json.writeNumberField("length", range.length());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Files of the torrent that are not on disk as they should be, in torrent order. */
    List<FileProblem> problems(Path root) {
        List<FileProblem> problems = new ArrayList<>();
        for (int file = 0; file < metainfo.files().size(); file++) {
            FileEntry entry = metainfo.files().get(file);
            if (entry.isStored()) {
                String name = metainfo.isDirectory() ? entry.joinedPath() : root.toString();
                problem(file, name, metainfo.isDirectory() ? below(root, entry) : root)
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static Path below(Path root, FileEntry entry) {
        return root.resolve(LocalPath.of(entry.joinedPath(), ExitCode.CANNOT_OPEN, "A file of the torrent"));
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

    private Optional<FileProblem> problem(int file, String name, Path path) {
        long length = metainfo.layout().fileLength(file);
        List<FileProblem.Range> ranges = badRanges(file, length);
        if (!Files.exists(path)) {
            boolean link = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new FileProblem(name, link ? Kind.DEAD_LINK : Kind.MISSING, "", ranges));
        }
        if (!Files.isRegularFile(path)) {
            return Optional.of(new FileProblem(name, Kind.NOT_A_FILE, "", ranges));
        }
        try {
            long size = Files.size(path);
            if (size != length) {
                String detail = " (" + size + " instead of " + Quantity.count(length, "byte") + ")";
                return Optional.of(new FileProblem(name, Kind.WRONG_SIZE, detail, ranges));
            }
        } catch (IOException e) {
            return Optional.of(new FileProblem(name, Kind.UNREADABLE, "", ranges));
        }
        return ranges.isEmpty() ? Optional.empty() : Optional.of(new FileProblem(name, Kind.DAMAGED, "", ranges));
    }

    /** What of the file lies in bad pieces. A piece that holds bytes of several files and is bad makes each of them suspect. */
    private List<FileProblem.Range> badRanges(int file, long length) {
        TorrentLayout layout = metainfo.layout();
        List<FileProblem.Range> ranges = new ArrayList<>();
        long offset = layout.fileOffset(file);
        int end = length == 0 ? 0 : (int) ((offset + length - 1) / layout.pieceLength()) + 1;
        int bad = length == 0 ? -1 : good.nextClear((int) (offset / layout.pieceLength()));
        while (bad >= 0 && bad < end) {
            int next = good.nextSet(bad);
            int after = next < 0 ? end : Math.min(next, end);
            long from = Math.max(offset, layout.pieceOffset(bad));
            long to = Math.min(offset + length, layout.pieceOffset(after - 1) + layout.pieceLength(after - 1));
            ranges.add(new FileProblem.Range(from - offset, to - offset - 1));
            bad = next < 0 ? -1 : good.nextClear(next);
        }
        return ranges;
    }
}
