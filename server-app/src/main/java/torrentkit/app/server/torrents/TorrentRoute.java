package torrentkit.app.server.torrents;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.torrents.Passes.Pass;
import torrentkit.metainfo.Metainfo;

/** {@code /torrent/PATH}: the torrent of what lies at the path, made now if there is none yet. */
public final class TorrentRoute implements Route {
    private static final int BUSY_RETRY_SECONDS = 2;

    private final Catalogue catalogue;
    private final LookupThreads lookups;
    private final AnnounceUrls announceUrls;
    private final Passes passes;

    public TorrentRoute(Catalogue catalogue, LookupThreads lookups, AnnounceUrls announceUrls, Passes passes) {
        this.catalogue = catalogue;
        this.lookups = lookups;
        this.announceUrls = announceUrls;
        this.passes = passes;
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        if (names.isEmpty() || !request.viewer().sees(names)) {
            return CompletableFuture.completedFuture(HttpAnswers.unavailable());
        }
        try {
            return lookups.supply(() -> catalogue.find(names))
                    .thenCompose(found -> found)
                    .thenApply(found -> answer(found, names, request));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    HttpAnswers.later("Too many requests are waiting; ask again later.", BUSY_RETRY_SECONDS));
        }
    }

    private Answer answer(Found found, List<String> names, WebRequest request) {
        if (found instanceof Found.Served served) {
            return torrent(served.metainfo(), names, request);
        }
        if (found instanceof Found.Impossible impossible) {
            return HttpAnswers.text(HttpResponseStatus.UNPROCESSABLE_ENTITY, impossible.sentence());
        }
        if (found instanceof Found.Later later) {
            return HttpAnswers.later(later.sentence(), later.retryAfterSeconds());
        }
        return HttpAnswers.unavailable();
    }

    private Answer torrent(Metainfo metainfo, List<String> names, WebRequest request) {
        Pass pass = passes.of(request, names, metainfo);
        if (pass instanceof Pass.Hidden) {
            return HttpAnswers.unavailable();
        }
        InetAddress reachedAt = request.local().getAddress();
        URI announceUrl = pass instanceof Pass.Keyed keyed
                ? announceUrls.forRequestAt(reachedAt, keyed.key())
                : announceUrls.forRequestAt(reachedAt);
        byte[] torrent = metainfo.withTrackers(List.of(List.of(announceUrl))).toBytes();
        Answer answer = HttpAnswers.attachment(
                request, "application/x-bittorrent", torrent, names.get(names.size() - 1) + ".torrent");
        if (pass instanceof Pass.Keyed) {
            answer.head().headers().set(HttpHeaderNames.CACHE_CONTROL, "private, no-store"); // nobody else's key
        }
        return answer;
    }
}
