package torrentkit.app.client.source;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;

/** What a SOURCE argument turned out to be. Further trackers of the command line are in it already. */
public sealed interface Source {
    InfoHash infoHash();

    /** The torrent's name, or that of a magnet link; without one the info-hash. Outside text. */
    String name();

    /** A torrent, complete. */
    record Torrent(Metainfo metainfo) implements Source {
        @Override
        public InfoHash infoHash() {
            return metainfo.infoHash();
        }

        @Override
        public String name() {
            return metainfo.name();
        }
    }

    /** A magnet link or a bare info-hash: the torrent is still to be had, from peers (BEP 9). */
    record Magnet(MagnetLink link) implements Source {
        @Override
        public InfoHash infoHash() {
            return link.infoHash();
        }

        @Override
        public String name() {
            return link.name().orElseGet(() -> link.infoHash().toString());
        }
    }

    /** The tiers in their order, with each URL once, at its first place. */
    static List<List<URI>> joined(List<List<URI>> tiers, List<List<URI>> more) {
        List<List<URI>> joined = new ArrayList<>();
        List<URI> seen = new ArrayList<>();
        for (List<List<URI>> part : List.of(tiers, more)) {
            for (List<URI> tier : part) {
                List<URI> fresh = new ArrayList<>(tier);
                fresh.removeAll(seen);
                seen.addAll(fresh);
                if (!fresh.isEmpty()) {
                    joined.add(List.copyOf(fresh));
                }
            }
        }
        return joined;
    }
}
