package torrentkit.app.server;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Which path answers what. Called on event loops; whatever takes time completes the answer later. */
final class HttpRoutes {
    private final String prefix;
    private final TorrentSource torrents;

    /** @param urlPrefix the path below which torrents are; starts with a slash, or is empty */
    HttpRoutes(String urlPrefix, TorrentSource torrents) {
        this.prefix = urlPrefix + "/";
        this.torrents = torrents;
    }

    /** @param reachedAt the address of this machine that the request was sent to */
    CompletableFuture<FullHttpResponse> answer(HttpRequest request, InetAddress reachedAt) {
        if (!isRead(request)) {
            return CompletableFuture.completedFuture(HttpAnswers.methodNotAllowed());
        }
        Optional<String> path = RequestPath.ofTarget(request.uri());
        if (path.isPresent() && path.get().equals("/")) {
            return CompletableFuture.completedFuture(HttpAnswers.text(HttpResponseStatus.OK, usage()));
        }
        Optional<List<String>> names =
                path.filter(p -> p.startsWith(prefix)).flatMap(p -> RequestPath.names(p.substring(prefix.length())));
        if (names.isEmpty()) {
            return CompletableFuture.completedFuture(
                    HttpAnswers.text(HttpResponseStatus.NOT_FOUND, HttpAnswers.UNAVAILABLE));
        }
        List<String> ifNoneMatch = request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH);
        return torrents.torrent(names.get(), reachedAt).thenApply(answer -> HttpAnswers.of(answer, ifNoneMatch));
    }

    /** Whether the method is one of the two that are answered. */
    static boolean isRead(HttpRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private String usage() {
        return "GET " + prefix + "PATH answers the torrent of the file or directory PATH of this server.\n"
                + "Open it with any BitTorrent client.\n";
    }
}
