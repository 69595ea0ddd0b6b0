package torrentkit.app.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which path answers what: the route with the longest path that the request's path begins with. Immutable. */
public final class HttpRoutes {
    private final Map<List<String>, Route> routes;

    private HttpRoutes(Map<List<String>, Route> routes) {
        this.routes = routes;
    }

    /** No route at all: everything is 404. */
    public static HttpRoutes none() {
        return new HttpRoutes(Map.of());
    }

    /** The same with one more. @param path decoded names; empty for all that no other route answers */
    public HttpRoutes with(List<String> path, Route route) {
        Map<List<String>, Route> more = new LinkedHashMap<>(routes);
        if (more.put(List.copyOf(path), route) != null) {
            throw new IllegalArgumentException("two routes for /" + String.join("/", path));
        }
        return new HttpRoutes(more);
    }

    CompletionStage<Answer> answer(WebRequest request) {
        for (int length = request.path().size(); length >= 0; length--) {
            Route route = routes.get(request.path().subList(0, length));
            if (route != null) {
                return route.methods().contains(request.method())
                        ? route.answer(request, request.below(length))
                        : CompletableFuture.completedFuture(HttpAnswers.methodNotAllowed(route.methods()));
            }
        }
        return CompletableFuture.completedFuture(
                HttpAnswers.text(HttpResponseStatus.NOT_FOUND, HttpAnswers.UNAVAILABLE));
    }

    /** Whether some route answers the method: to any other, nothing need be parsed. */
    boolean knows(HttpMethod method) {
        return routes.values().stream().anyMatch(route -> route.methods().contains(method));
    }
}
