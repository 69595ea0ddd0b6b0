package torrentkit.app.server.health;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.HttpRoutes;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.http.WholeAnswer;

/**
 * {@code /healthz}: 200 as long as the process answers at all. {@code /readyz}: 200 while requests should be sent here, else 503.
 * One line of text, or JSON for whoever accepts only that.
 */
public final class HealthRoutes {
    private HealthRoutes() {}

    /** The same routes with these two. */
    public static HttpRoutes on(HttpRoutes routes, Readiness readiness) {
        Route health = (request, names) -> CompletableFuture.completedFuture(
                names.isEmpty() ? answer(request, HttpResponseStatus.OK, "ok") : HttpAnswers.unavailable());
        Route ready = (request, names) -> {
            Readiness.State state = readiness.state();
            HttpResponseStatus status =
                    state.answers() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
            return CompletableFuture.completedFuture(
                    names.isEmpty()
                            ? answer(request, status, state.name().toLowerCase(Locale.ROOT))
                            : HttpAnswers.unavailable());
        };
        return routes.with(List.of("healthz"), health).with(List.of("readyz"), ready);
    }

    private static Answer answer(WebRequest request, HttpResponseStatus status, String word) {
        String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
        boolean json = accept.contains("application/json") && !accept.contains("text/plain");
        WholeAnswer answer = json
                ? HttpAnswers.whole(
                        status,
                        "application/json",
                        ("{\"status\":\"" + word + "\"}\n").getBytes(StandardCharsets.US_ASCII))
                : HttpAnswers.text(status, word + "\n");
        answer.head().headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return answer;
    }
}
