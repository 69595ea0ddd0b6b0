package torrentkit.app.server.api;

import java.util.List;
import java.util.Optional;
import torrentkit.app.server.http.Viewer;
import torrentkit.metainfo.InfoHash;

/** A swarm that does something, with what it is about. */
public record LiveSwarm(ListedTorrent torrent, SwarmFigures figures) {
    /** Those that the asker may see, by info-hash. */
    public static List<LiveSwarm> all(Views views, Viewer viewer) {
        return views.swarms().live().stream()
                .sorted()
                .flatMap(infoHash -> find(views, infoHash, viewer).stream())
                .toList();
    }

    static Optional<LiveSwarm> find(Views views, InfoHash infoHash, Viewer viewer) {
        return views.torrents()
                .find(infoHash, viewer)
                .map(torrent -> new LiveSwarm(torrent, views.swarms().figures(torrent)));
    }

    /** All of them together. */
    public static SwarmFigures total(List<LiveSwarm> swarms) {
        return swarms.stream().map(LiveSwarm::figures).reduce(SwarmFigures.NONE, SwarmFigures::plus);
    }
}
