package torrentkit.app.server.api;

import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.PeerStatus;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.server.Tracker;

/** The swarms as the seeder sees them and the tracker is told about them. */
public final class ServedSwarms implements Swarms {
    private final Seeder seeder;
    private final Tracker tracker;
    private final ToLongFunction<List<String>> fileBytes;

    /** @param fileBytes bytes of what lies at a path that were sent over HTTP */
    public ServedSwarms(Seeder seeder, Tracker tracker, ToLongFunction<List<String>> fileBytes) {
        this.seeder = seeder;
        this.tracker = tracker;
        this.fileBytes = fileBytes;
    }

    @Override
    public Collection<InfoHash> live() {
        return seeder.loaded().stream()
                .map(torrent -> torrent.metainfo().infoHash())
                .toList();
    }

    @Override
    public SwarmFigures figures(ListedTorrent torrent) {
        SwarmCounts counts = tracker.counts(torrent.infoHash());
        long sent = seeder.uploadedBytes(torrent.infoHash())
                + torrent.paths().stream().mapToLong(fileBytes).sum();
        return new SwarmFigures(
                counts.complete(),
                counts.incomplete(),
                seeder.find(torrent.infoHash()).map(SeededTorrent::peers).orElse(0),
                seeder.find(torrent.infoHash()).map(SeededTorrent::uploadRate).orElse(0.0),
                sent,
                tracker.traffic(torrent.infoHash()).downloadedBytes());
    }

    @Override
    public List<PeerStatus> peers(InfoHash infoHash) {
        return seeder.find(infoHash).map(SeededTorrent::peerStatus).orElse(List.of());
    }
}
