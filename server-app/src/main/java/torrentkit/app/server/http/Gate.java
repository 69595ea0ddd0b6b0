package torrentkit.app.server.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Stands between the connections and the routes: every request that could be parsed passes it, and none reaches a route that it
 * does not admit. Called on event loops; what takes time, such as checking a password, completes the admission later.
 */
@FunctionalInterface
public interface Gate {
    /** Admits everybody, as nobody in particular. */
    Gate OPEN = request -> CompletableFuture.completedFuture(new Admission.Admitted(request));

    /** @return completed on any thread; a failure becomes status 500, and no route is asked */
    CompletionStage<Admission> admit(WebRequest request);
}
