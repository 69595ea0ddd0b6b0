package torrentkit.app.server.catalogue;

import java.net.InetAddress;
import java.util.Optional;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.ContentSource;
import torrentkit.tracker.server.TorrentAccess;

/**
 * What the seeder serves and the tracker tracks: what the catalogue of the moment has, for everybody. Seeder and tracker outlive a
 * catalogue; while there is none they have nothing. Thread-safe; no answer to the tracker or to {@link #offers} blocks.
 */
public final class CurrentCatalogue implements ContentSource, TorrentAccess {
    private volatile Catalogue catalogue; // null: none

    /** @param current the one that counts from now on; empty for none */
    public void set(Optional<Catalogue> current) {
        catalogue = current.orElse(null);
    }

    @Override
    public boolean offers(InfoHash infoHash) {
        Catalogue now = catalogue;
        return now != null && now.offers(infoHash);
    }

    @Override
    public Optional<Content> load(InfoHash infoHash) {
        Catalogue now = catalogue;
        return now == null ? Optional.empty() : now.load(infoHash);
    }

    @Override
    public void withdrawn(InfoHash infoHash, String reason) {
        Catalogue now = catalogue;
        if (now != null) {
            now.withdrawn(infoHash, reason);
        }
    }

    @Override
    public Access announce(InfoHash infoHash, Optional<String> key, InetAddress from) {
        return offers(infoHash) ? Access.SEEDED_HERE : Access.UNKNOWN;
    }

    @Override
    public Access scrape(InfoHash infoHash, Optional<String> key, InetAddress from) {
        return offers(infoHash) ? Access.SEEDED_HERE : Access.UNKNOWN;
    }
}
