package torrentkit.app.client.source;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;

/**
 * The torrent of a magnet link from where its content is: a {@code server-app} has both, and others put it beside the content, under the
 * same name with {@code .torrent} at its end. Whatever comes is believed only if it has the link's info-hash.
 */
public final class WebSeedTorrent {
    private static final int MOST = 3;

    private WebSeedTorrent() {}

    /**
     * Asks the link's web seeds. Credentials are for the server that a person named, so they do not go there.
     *
     * @throws Failure if a stop is wished
     */
    public static Optional<Metainfo> find(MagnetLink link, HttpAccess access, StopSignal stop) {
        HttpAccess stranger = new HttpAccess(List.of(), Optional.empty(), access.tls(), access.proxies());
        List<URI> seeds = link.webSeeds();
        for (URI seed : seeds.subList(0, Math.min(MOST, seeds.size()))) {
            for (String url : places(link, seed)) {
                Optional<Metainfo> found = load(url, stranger, stop)
                        .filter(metainfo -> metainfo.infoHash().equals(link.infoHash()));
                if (found.isPresent()) {
                    return found.map(metainfo -> joined(metainfo, link));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> places(MagnetLink link, URI seed) {
        String content = seed.toASCIIString();
        if (content.endsWith("/")) {
            if (link.name().isEmpty()) {
                return List.of();
            }
            content +=
                    URLEncoder.encode(link.name().get(), StandardCharsets.UTF_8).replace("+", "%20");
        }
        return List.of(content + ".torrent", content);
    }

    private static Optional<Metainfo> load(String url, HttpAccess access, StopSignal stop) {
        try {
            return TorrentSource.open(url, new SourceOptions(List.of(), access), stop) instanceof Source.Torrent torrent
                    ? Optional.of(torrent.metainfo())
                    : Optional.empty();
        } catch (Failure e) {
            if (e.code() == ExitCode.INTERRUPTED || stop.isRequested()) {
                throw e;
            }
            System.getLogger(WebSeedTorrent.class.getName())
                    .log(System.Logger.Level.DEBUG, () -> "no torrent beside the web seed: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** With what both name: the link was there first. */
    private static Metainfo joined(Metainfo metainfo, MagnetLink link) {
        Set<URI> seeds = new LinkedHashSet<>(link.webSeeds());
        seeds.addAll(metainfo.webSeeds());
        return metainfo.withTrackers(Source.joined(link.tiers(), metainfo.trackers()))
                .withWebSeeds(new ArrayList<>(seeds));
    }
}
