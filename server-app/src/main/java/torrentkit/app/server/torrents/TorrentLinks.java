package torrentkit.app.server.torrents;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import torrentkit.app.server.http.RequestPath;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.torrents.Passes.Handout;
import torrentkit.metainfo.Metainfo;

/** The addresses that are told to whoever asks for a torrent: of tracker, web seed, torrent and files. */
public final class TorrentLinks {
    private final PublicUrls urls;
    private final String torrentPrefix;
    private final boolean webSeed;

    /**
     * @param torrentPrefix the path of {@link TorrentRoute}; starts with a slash and does not end in one; or empty
     * @param webSeed whether clients are told that the files are to be had over HTTP
     */
    public TorrentLinks(PublicUrls urls, String torrentPrefix, boolean webSeed) {
        this.urls = urls;
        this.torrentPrefix = torrentPrefix;
        this.webSeed = webSeed;
    }

    /** The torrent as it is handed out to this asker. The info dictionary, and so the swarm, is the same for everybody. */
    public Metainfo complete(WebRequest request, List<String> names, Handout torrent) {
        return torrent.metainfo()
                .withTrackers(List.of(List.of(announce(request, torrent))))
                .withWebSeeds(webSeed(request, names, torrent).stream().toList());
    }

    /** The tracker, for this asker alone where not everybody may have the torrent. */
    public URI announce(WebRequest request, Handout torrent) {
        return urls.announce(request, torrent.key());
    }

    /** Where the torrent of this path is. */
    public URI torrent(WebRequest request, List<String> names) {
        return URI.create(urls.web(request) + torrentPrefix + "/" + RequestPath.encode(names));
    }

    /** Where a file is; empty if nobody is to be told. */
    public Optional<URI> file(WebRequest request, List<String> names) {
        return webSeed
                ? Optional.of(URI.create(urls.web(request) + "/file/" + RequestPath.encode(names)))
                : Optional.empty();
    }

    /**
     * The web seed (BEP 19): the URL of the file; of a directory the URL of the one it lies in, with a slash, to which clients
     * append the name of the torrent and the path of each file. Empty for a torrent that not everybody may have: clients have no
     * way to say for whom they ask.
     */
    public Optional<URI> webSeed(WebRequest request, List<String> names, Handout torrent) {
        if (torrent.key().isPresent()) {
            return Optional.empty();
        }
        if (!torrent.metainfo().isDirectory()) {
            return file(request, names);
        }
        List<String> parent = names.subList(0, names.size() - 1);
        return file(request, parent).map(url -> parent.isEmpty() ? url : URI.create(url + "/"));
    }
}
