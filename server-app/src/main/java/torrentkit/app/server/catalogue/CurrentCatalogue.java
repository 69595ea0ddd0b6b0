package torrentkit.app.server.catalogue;

import java.util.List;
import java.util.Optional;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.ContentSource;

/**
 * What the seeder serves and the tracker tracks: what the catalogue of the moment has. Seeder and tracker outlive a catalogue; while
 * there is none they have nothing. Thread-safe; nothing but {@link #load} blocks.
 */
public final class CurrentCatalogue implements ContentSource {
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

    /** The paths that have this torrent, without a look at the disk. */
    public List<List<String>> paths(InfoHash infoHash) {
        Catalogue now = catalogue;
        return now == null ? List.of() : now.paths(infoHash);
    }

    /** Whether {@link #paths} tells everything: not yet, for a moment after the start. */
    public boolean arePathsComplete() {
        Catalogue now = catalogue;
        return now != null && now.arePathsComplete();
    }
}
