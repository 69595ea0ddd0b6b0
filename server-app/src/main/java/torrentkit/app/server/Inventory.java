package torrentkit.app.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.CatalogueStatus;
import torrentkit.app.server.catalogue.FilePage;
import torrentkit.app.server.catalogue.ListedFile;
import torrentkit.app.server.catalogue.WarmPass;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerStats;

/** What a running server has, as rows of nested data. Examines files, so the calling thread may block. */
final class Inventory {
    private static final int ROWS = 1_000;
    private static final String MORE = "more-after";

    private final Catalogue catalogue;
    private final Seeder seeder;
    private final Tracker tracker;

    Inventory(TorrentServer server) {
        this.catalogue = server.content().catalogue();
        this.seeder = server.peers().seeder();
        this.tracker = server.peers().tracker();
    }

    List<Map<String, Object>> files(String path, String after) {
        List<String> names =
                Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
        boolean inside = names.stream().noneMatch(name -> name.equals(".") || name.equals("..") || name.contains("\0"));
        FilePage page = Optional.of(names)
                .filter(found -> inside)
                .flatMap(found -> catalogue.list(found, after, ROWS, each -> true))
                .orElseThrow(() -> new NoSuchElementException("there is no directory " + path));
        List<Map<String, Object>> rows = new ArrayList<>();
        page.files().forEach(file -> rows.add(row(file)));
        page.next().ifPresent(next -> rows.add(Map.of(MORE, next)));
        return rows;
    }

    private static Map<String, Object> row(ListedFile file) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("path", String.join("/", file.names()));
        row.put("directory", file.directory());
        if (!file.directory()) {
            row.put("bytes", file.bytes());
        }
        row.put("modified", file.modified().toString());
        file.infoHash().ifPresent(hash -> row.put("info-hash", hash.toString()));
        return row;
    }

    List<Map<String, Object>> torrents(String after) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Catalogue.ServedPath served : catalogue.torrents(after, ROWS + 1, each -> true)) {
            if (rows.size() == ROWS) {
                rows.add(Map.of(MORE, rows.get(ROWS - 1).get("path")));
                break;
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("path", String.join("/", served.names()));
            row.put("info-hash", served.infoHash().toString());
            row.put("uploaded-bytes", seeder.uploadedBytes(served.infoHash()));
            rows.add(row);
        }
        return rows;
    }

    List<Map<String, Object>> swarms() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (SeededTorrent torrent : seeder.loaded()) {
            InfoHash infoHash = torrent.metainfo().infoHash();
            SwarmCounts counts = tracker.counts(infoHash);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", torrent.metainfo().name());
            row.put("info-hash", infoHash.toString());
            row.put("seeds", counts.complete());
            row.put("leechers", counts.incomplete());
            row.put("connected", torrent.peers());
            row.put("upload-rate", Math.round(torrent.uploadRate()));
            row.put("uploaded-bytes", torrent.uploadedBytes());
            row.put("copies", Math.round(torrent.copies() * 100) / 100.0);
            row.put("swarm-bytes", tracker.traffic(infoHash).downloadedBytes());
            rows.add(row);
        }
        return rows;
    }

    Map<String, Object> warm(String glob) {
        WarmPass pass = catalogue
                .warm(glob)
                .orElseThrow(() -> new NoSuchElementException("too much waits to be hashed already"));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", pass.id());
        row.put("glob", pass.glob());
        return row;
    }

    static Map<String, Object> of(Catalogue catalogue) {
        CatalogueStatus status = catalogue.status();
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("files", status.files());
        context.put("bytes", status.bytes());
        status.listed().ifPresent(at -> context.put("listed", at.toString()));
        context.put("searchable", status.searchable());
        context.put("watched", status.watched());
        context.put("torrents", status.torrents());
        context.put("hashing", status.jobs());
        context.put(
                "warming", catalogue.warmPasses().stream().map(Inventory::row).toList());
        return context;
    }

    private static Map<String, Object> row(WarmPass pass) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("glob", pass.glob());
        row.put("matching", pass.matching());
        row.put("ready", pass.ready());
        row.put("failed", pass.failed());
        row.put("finished", pass.finished());
        return row;
    }

    static Map<String, Object> of(Tracker tracker) {
        TrackerStats stats = tracker.stats();
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("port", tracker.port());
        tracker.tlsPort().ifPresent(port -> context.put("ssl-port", port));
        context.put("announces", stats.announces());
        context.put("scrapes", stats.scrapes());
        context.put("refusals", stats.refusals());
        context.put("connections", stats.connections());
        context.put("swarm-bytes", stats.traffic().downloadedBytes());
        context.put("zones", tracker.zones().names());
        return context;
    }

    static Map<String, Object> of(Seeder seeder) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("port", seeder.port());
        context.put("connections", seeder.connections());
        context.put("loaded", seeder.torrents());
        context.put("upload-rate", Math.round(seeder.uploadRate()));
        context.put("uploaded-bytes", seeder.uploadedBytes());
        context.put("upload-limit", seeder.limits().uploadRate());
        return context;
    }
}
