package torrentkit.app.server.torrents;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.concurrent.CompletionStage;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;
import torrentkit.metainfo.Metainfo;

/** {@code /meta4/PATH}: the Metalink (RFC 5854) of what lies at the path, for programs that load from several places at once. */
public final class Meta4Route implements Route {
    private final TorrentLookup lookup;
    private final TorrentLinks links;

    public Meta4Route(TorrentLookup lookup, TorrentLinks links) {
        this.lookup = lookup;
        this.links = links;
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        return lookup.answer(request, names, torrent -> answer(request, names, torrent.metainfo()));
    }

    private Answer answer(WebRequest request, List<String> names, Metainfo torrent) {
        byte[] metalink;
        try {
            metalink = Metalink.of(
                    torrent,
                    links.torrent(request, names),
                    below -> links.file(request, below.isEmpty() ? names : Metalink.join(names, below)));
        } catch (UnwritableNameException e) {
            return HttpAnswers.text(HttpResponseStatus.UNPROCESSABLE_ENTITY, e.getMessage());
        }
        return HttpAnswers.attachment(
                request, "application/metalink4+xml", metalink, names.get(names.size() - 1) + ".meta4");
    }
}
