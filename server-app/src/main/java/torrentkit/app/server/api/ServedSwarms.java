package torrentkit.app.server.api;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
        Optional<SeededTorrent> loaded = seeder.find(torrent.infoHash());
        long held = loaded.map(seeded -> held(seeded.peerStatus(), torrent)).orElse(0L);
        return new SwarmFigures(
                1 + counts.complete(), // the tracker knows at an announce only that this server is one
                counts.incomplete(),
                loaded.map(SeededTorrent::peers).orElse(0),
                loaded.map(SeededTorrent::uploadRate).orElse(0.0),
                sent,
                Math.max(held, tracker.traffic(torrent.infoHash()).downloadedBytes()),
                torrent.size());
    }

    /** What those have who are still loading: they tell the tracker rarely how much they received, and us each piece at once. */
    static long held(List<PeerStatus> peers, ListedTorrent torrent) {
        return peers.stream()
                .filter(peer -> !peer.complete())
                .mapToLong(peer -> Math.min(torrent.size(), (long) peer.pieces() * torrent.pieceLength()))
                .sum();
    }

    @Override
    public List<PeerStatus> peers(InfoHash infoHash) {
        return seeder.find(infoHash).map(SeededTorrent::peerStatus).orElse(List.of());
    }
}
