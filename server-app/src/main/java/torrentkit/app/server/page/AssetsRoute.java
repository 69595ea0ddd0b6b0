package torrentkit.app.server.page;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.EntityTag;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.http.WholeAnswer;

/** {@code /assets}: the few files that the page is made of. A browser keeps them and asks whether they have changed. */
public final class AssetsRoute implements Route {
    private final Map<String, Asset> assets = Map.of(
            "page.css", Asset.of("page.css", "text/css; charset=utf-8"),
            "page.js", Asset.of("page.js", "text/javascript; charset=utf-8"),
            "icon.svg", Asset.of("icon.svg", "image/svg+xml"));

    private record Asset(String type, byte[] body, String tag) {
        static Asset of(String name, String type) {
            try (InputStream resource = AssetsRoute.class.getResourceAsStream(name)) {
                byte[] body = resource.readAllBytes();
                return new Asset(type, body, EntityTag.of(body));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        Asset asset = names.size() == 1 ? assets.get(names.get(0)) : null;
        return CompletableFuture.completedFuture(asset == null ? HttpAnswers.unavailable() : answer(request, asset));
    }

    private static Answer answer(WebRequest request, Asset asset) {
        if (EntityTag.matches(request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH), asset.tag())) {
            return HttpAnswers.notModified(asset.tag());
        }
        WholeAnswer answer = HttpAnswers.whole(HttpResponseStatus.OK, asset.type(), asset.body());
        answer.head()
                .headers()
                .set(HttpHeaderNames.ETAG, asset.tag())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                .set("content-security-policy", PageRoute.POLICY);
        return answer;
    }
}
