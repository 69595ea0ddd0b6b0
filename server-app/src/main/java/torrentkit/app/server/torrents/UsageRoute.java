package torrentkit.app.server.torrents;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;

/** {@code /}: what may be asked for here. */
public final class UsageRoute implements Route {
    private final String urlPrefix;

    public UsageRoute(String urlPrefix) {
        this.urlPrefix = urlPrefix;
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        return CompletableFuture.completedFuture(
                names.isEmpty()
                        ? HttpAnswers.text(
                                HttpResponseStatus.OK,
                                "GET " + urlPrefix
                                        + "/PATH answers the torrent of the file or directory PATH of this server.\n"
                                        + "Open it with any BitTorrent client.\n")
                        : HttpAnswers.unavailable());
    }
}
