package torrentkit.app.client.torrent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import torrentkit.app.client.command.JsonResult;
import torrentkit.metainfo.MagnetLink;

/** What a magnet link says by itself, for people and for scripts. */
final class MagnetInfo {
    private MagnetInfo() {}

    /** The text, line by line; not yet clean. */
    static List<String> lines(MagnetLink link) {
        List<String> lines = new ArrayList<>();
        link.name().ifPresent(name -> TorrentInfo.add(lines, "Name", name));
        TorrentInfo.add(lines, "Info-hash", link.infoHash().toString());
        link.length().ifPresent(bytes -> TorrentInfo.add(lines, "Size", TorrentInfo.size(bytes)));
        link.trackers().forEach(url -> TorrentInfo.add(lines, "Tracker", url.toString()));
        link.webSeeds().forEach(url -> TorrentInfo.add(lines, "Web seed", url.toString()));
        link.peers().forEach(peer -> TorrentInfo.add(lines, "Peer", peer));
        if (!link.selectOnly().isEmpty()) {
            TorrentInfo.add(lines, "Files", selection(link) + " (counted from 0)");
        }
        lines.add("This is all that the magnet link says. 'client-app metadata' gets its torrent from peers.");
        return lines;
    }

    private static String selection(MagnetLink link) {
        return link.selectOnly().stream().map(MagnetLink.FileRange::toString).collect(Collectors.joining(","));
    }

    /**
     * One object: {@code metadata} (false), {@code infoHash}, {@code name}, {@code size}, {@code trackers} (tiers, each a list),
     * {@code webSeeds}, {@code peers} (HOST:PORT), {@code select} (as in the link, from 0) and {@code magnet}.
     */
    static List<String> json(MagnetLink link) {
        return List.of(JsonResult.line(json -> {
            json.writeBooleanField("metadata", false);
            json.writeStringField("infoHash", link.infoHash().toString());
            TorrentInfo.text(json, "name", link.name().orElse(null));
            if (link.length().isPresent()) {
                json.writeNumberField("size", link.length().getAsLong());
            }
            TorrentInfo.tiers(json, link.tiers());
            JsonResult.texts(json, "webSeeds", link.webSeeds());
            JsonResult.texts(json, "peers", link.peers());
            if (!link.selectOnly().isEmpty()) {
                json.writeStringField("select", selection(link));
            }
            json.writeStringField("magnet", link.toString());
        }));
    }
}
