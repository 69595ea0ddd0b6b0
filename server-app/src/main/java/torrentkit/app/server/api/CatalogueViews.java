package torrentkit.app.server.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.FilePage;
import torrentkit.app.server.catalogue.Job;
import torrentkit.app.server.catalogue.ListedFile;
import torrentkit.app.server.http.Viewer;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;

/** What the catalogue has, as the API tells of it. */
public final class CatalogueViews implements FileListing, TorrentListing, Jobs {
    private static final Comparator<Job> RUNNING_FIRST = Comparator.comparingInt(job -> switch (job.state()) {
        case HASHING -> 0;
        case QUEUED -> 1;
        case DONE, FAILED -> 2;
    });

    private final Catalogue catalogue;
    private final Seeder seeder;
    private final BiPredicate<Viewer, InfoHash> mayKnow;

    /**
     * @param seeder knows the torrents that have peers without a look at the disk
     * @param mayKnow whether a torrent may be told of: one of a directory is known to those only who see every file in it
     */
    public CatalogueViews(Catalogue catalogue, Seeder seeder, BiPredicate<Viewer, InfoHash> mayKnow) {
        this.catalogue = catalogue;
        this.seeder = seeder;
        this.mayKnow = mayKnow;
    }

    @Override
    public Optional<Chunk<ListedFile>> list(List<String> directory, Optional<String> after, int limit, Viewer viewer) {
        if (!directory.isEmpty() && !viewer.sees(directory)) {
            return Optional.empty();
        }
        return catalogue.list(directory, after.orElse(""), limit, viewer::sees).map(page -> chunk(page, viewer));
    }

    @Override
    public Chunk<ListedFile> search(String text, Optional<String> after, int limit, Viewer viewer) {
        return chunk(catalogue.search(text, after.orElse(""), limit, viewer::sees), viewer);
    }

    private Chunk<ListedFile> chunk(FilePage page, Viewer viewer) {
        return new Chunk<>(
                page.files().stream()
                        .map(file -> new ListedFile(
                                file.names(),
                                file.directory(),
                                file.bytes(),
                                file.modified(),
                                file.infoHash().filter(infoHash -> mayKnow.test(viewer, infoHash))))
                        .toList(),
                page.next());
    }

    /** A torrent that lies at several paths is told of at the first one only. */
    @Override
    public Chunk<ListedTorrent> list(Optional<String> after, int limit, Viewer viewer) {
        List<ListedTorrent> found = new ArrayList<>();
        String last = after.orElse("");
        while (true) {
            List<Catalogue.ServedPath> paths = catalogue.torrents(last, limit + 1, viewer::sees);
            for (Catalogue.ServedPath path : paths) {
                if (found.size() == limit) {
                    return new Chunk<>(found, Optional.of(last));
                }
                last = String.join("/", path.names());
                find(path.infoHash(), viewer)
                        .filter(torrent -> torrent.paths().get(0).equals(path.names()))
                        .ifPresent(found::add);
            }
            if (paths.size() <= limit) {
                return new Chunk<>(found, Optional.empty());
            }
        }
    }

    @Override
    public Optional<ListedTorrent> find(InfoHash infoHash, Viewer viewer) {
        List<List<String>> paths = catalogue.paths(infoHash).stream()
                .filter(viewer::sees)
                .sorted(Comparator.comparing(names -> String.join("/", names)))
                .toList();
        if (paths.isEmpty() || !mayKnow.test(viewer, infoHash)) {
            return Optional.empty();
        }
        return seeder.find(infoHash)
                .map(SeededTorrent::metainfo)
                .or(() -> catalogue.load(infoHash).map(Content::metainfo))
                .map(metainfo -> listed(metainfo, paths));
    }

    private static ListedTorrent listed(Metainfo metainfo, List<List<String>> paths) {
        return new ListedTorrent(
                metainfo.infoHash(),
                metainfo.name(),
                paths,
                metainfo.layout().totalLength(),
                metainfo.layout().pieceLength(),
                metainfo.layout().pieceCount());
    }

    @Override
    public List<Job> list(Viewer viewer) {
        return catalogue.jobs().stream()
                .filter(job -> viewer.sees(job.path()))
                .sorted(RUNNING_FIRST)
                .toList();
    }

    @Override
    public Optional<Job> find(String id, Viewer viewer) {
        return catalogue.job(id).filter(job -> viewer.sees(job.path()));
    }

    @Override
    public boolean warm(String glob) {
        return catalogue.warm(glob).isPresent();
    }
}
