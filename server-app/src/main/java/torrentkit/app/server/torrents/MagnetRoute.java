package torrentkit.app.server.torrents;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.concurrent.CompletionStage;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.RequestPath;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.torrents.Passes.Handout;

/** {@code /magnet/PATH}: the magnet link (BEP 9) of what lies at the path, one line of text. */
public final class MagnetRoute implements Route {
    private final TorrentLookup lookup;
    private final TorrentLinks links;

    public MagnetRoute(TorrentLookup lookup, TorrentLinks links) {
        this.lookup = lookup;
        this.links = links;
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        return lookup.answer(
                request,
                names,
                torrent -> HttpAnswers.text(HttpResponseStatus.OK, magnet(request, names, torrent) + "\n"));
    }

    private String magnet(WebRequest request, List<String> names, Handout torrent) {
        return "magnet:?xt=urn:btih:" + torrent.metainfo().infoHash()
                + "&dn=" + encode(torrent.metainfo().name())
                + "&xl=" + torrent.metainfo().layout().totalLength()
                + "&tr=" + encode(links.announce(request, torrent).toString())
                + links.webSeed(request, names, torrent)
                        .map(url -> "&ws=" + encode(url.toString()))
                        .orElse("");
    }

    private static String encode(String text) {
        return RequestPath.encode(List.of(text));
    }
}
