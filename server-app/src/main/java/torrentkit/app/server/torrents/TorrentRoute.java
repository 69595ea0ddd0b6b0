package torrentkit.app.server.torrents;

import java.util.List;
import java.util.concurrent.CompletionStage;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;

/** {@code /torrent/PATH}: the torrent of what lies at the path, made now if there is none yet. */
public final class TorrentRoute implements Route {
    private final TorrentLookup lookup;
    private final TorrentLinks links;

    public TorrentRoute(TorrentLookup lookup, TorrentLinks links) {
        this.lookup = lookup;
        this.links = links;
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        return lookup.answer(
                request,
                names,
                torrent -> HttpAnswers.attachment(
                        request,
                        "application/x-bittorrent",
                        links.complete(request, names, torrent).toBytes(),
                        names.get(names.size() - 1) + ".torrent"));
    }
}
