package torrentkit.app.server.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What answers the requests below one path. Called on event loops; whatever takes time completes the answer later. */
@FunctionalInterface
public interface Route {
    /**
     * Answers a request of one of {@link #methods}.
     *
     * @param names of the path below that of the route
     * @return completed on any thread; a failure becomes status 500
     */
    CompletionStage<Answer> answer(WebRequest request, List<String> names);

    /** The methods that are answered; to others the answer is 405. */
    default Set<HttpMethod> methods() {
        return Set.of(HttpMethod.GET, HttpMethod.HEAD);
    }
}
