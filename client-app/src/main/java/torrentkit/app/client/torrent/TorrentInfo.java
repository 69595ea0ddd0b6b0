package torrentkit.app.client.torrent;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import torrentkit.app.client.command.JsonResult;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.source.FileLines;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;

/** What a torrent holds, for people and for scripts. */
public final class TorrentInfo {
    private static final int LABEL = 12;

    private TorrentInfo() {}

    /** The text, line by line; not yet clean. */
    public static List<String> lines(Metainfo metainfo) {
        List<String> lines = new ArrayList<>();
        long total = metainfo.layout().totalLength();
        add(lines, "Name", metainfo.name());
        add(lines, "Info-hash", metainfo.infoHash().toString());
        add(lines, "Size", size(total));
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
            lines.add("");
            lines.addAll(FileLines.of(metainfo.files()));
        }
        return lines;
    }

    static String size(long bytes) {
        return Quantity.bytes(bytes) + (bytes < 1024 ? "" : " (" + Quantity.count(bytes, "byte") + ")");
    }

    static void add(List<String> lines, String label, String value) {
        lines.add(label + ":" + " ".repeat(Math.max(1, LABEL - 1 - label.length())) + value);
    }

    /**
     * One object: {@code metadata} (true), {@code infoHash}, {@code name}, {@code directory}, {@code size}, {@code pieceLength},
     * {@code pieces}, {@code private}, {@code trackers} (a list of tiers, each a list of URLs), {@code webSeeds}, {@code comment},
     * {@code createdBy}, {@code magnet}, and {@code files}, each with {@code number} (for {@code --select}), {@code path} and
     * {@code size}.
     */
    static List<String> json(Metainfo metainfo) {
        return List.of(JsonResult.line(json -> {
            json.writeBooleanField("metadata", true);
            json.writeStringField("infoHash", metainfo.infoHash().toString());
            json.writeStringField("name", metainfo.name());
            json.writeBooleanField("directory", metainfo.isDirectory());
            json.writeNumberField("size", metainfo.layout().totalLength());
            json.writeNumberField("pieceLength", metainfo.layout().pieceLength());
            json.writeNumberField("pieces", metainfo.layout().pieceCount());
            json.writeBooleanField("private", metainfo.isPrivate());
            tiers(json, metainfo.trackers());
            JsonResult.texts(json, "webSeeds", metainfo.webSeeds());
            text(json, "comment", metainfo.comment().orElse(null));
            text(json, "createdBy", metainfo.createdBy().orElse(null));
            json.writeStringField("magnet", MagnetLink.of(metainfo).toString());
            files(json, metainfo);
        }));
    }

    static void tiers(JsonGenerator json, List<List<URI>> tiers) throws IOException {
        if (!tiers.isEmpty()) {
            json.writeArrayFieldStart("trackers");
            for (List<URI> tier : tiers) {
                json.writeStartArray();
                for (URI url : tier) {
                    json.writeString(url.toString());
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        }
    }

    static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void files(JsonGenerator json, Metainfo metainfo) throws IOException {
        json.writeArrayFieldStart("files");
        int number = 0;
        for (FileEntry file : metainfo.files()) {
            if (!file.padding()) {
                json.writeStartObject();
                json.writeNumberField("number", ++number);
                json.writeStringField("path", file.joinedPath());
                json.writeNumberField("size", file.length());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }
}
