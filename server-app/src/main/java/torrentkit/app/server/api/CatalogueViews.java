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
        String told = last;
        while (true) {
            List<Catalogue.ServedPath> paths = catalogue.torrents(last, limit + 1, viewer::sees);
            for (Catalogue.ServedPath path : paths) {
                Optional<ListedTorrent> torrent = find(path.infoHash(), viewer)
                        .filter(listed -> listed.paths().get(0).equals(path.names()));
                if (torrent.isPresent() && found.size() == limit) { // else a next part would tell of what is hidden
                    return new Chunk<>(found, Optional.of(told));
                }
                last = String.join("/", path.names());
                if (torrent.isPresent()) {
                    found.add(torrent.get());
                    told = last;
                }
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

    /**
     * Of directories that are not just being hashed only those of which it is known, without a look at each file, that the asker sees
     * all of it: there may be very many of them, and this is asked every other second.
     */
    @Override
    public List<Job> list(Viewer viewer) {
        return catalogue.jobs().stream()
                .filter(job -> job.directory() && job.state() != Job.State.HASHING
                        ? viewer.sees(job.path()) && viewer.seesEverythingBelow(job.path())
                        : mayKnow(job, viewer))
                .sorted(RUNNING_FIRST)
                .toList();
    }

    @Override
    public Optional<Job> find(String id, Viewer viewer) {
        return catalogue.job(id).filter(job -> mayKnow(job, viewer));
    }

    /** How much lies in a directory, and what is wrong with it, tells of each file in it. */
    private boolean mayKnow(Job job, Viewer viewer) {
        return job.directory() ? exists(job.path(), viewer) : viewer.sees(job.path());
    }

    private boolean exists(List<String> names, Viewer viewer) {
        return viewer.sees(names) && (viewer.seesEverythingBelow(names) || catalogue.showsAll(names, viewer::sees));
    }

    @Override
    public boolean warm(String glob, Viewer viewer) {
        return catalogue.warm(glob, names -> exists(names, viewer)).isPresent();
    }
}
