package torrentkit.app.server.api;

import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.WebRequest;

/**
 * One thing that the API does.
 *
 * @param template the path below that of the API; a name in braces stands for any name
 */
record Operation(HttpMethod method, String template, Action action) {
    /** Makes the answer. Called on a look-up thread. */
    @FunctionalInterface
    interface Action {
        /**
         * @param named what stands in the place of the names in braces
         * @throws ApiProblem when the request cannot be answered as asked
         */
        Answer answer(WebRequest request, List<String> named);
    }

    /** What stands in the place of the names in braces; empty when the path is another one. */
    Optional<List<String>> match(List<String> path) {
        String[] parts = template.split("/");
        if (parts.length != path.size()) {
            return Optional.empty();
        }
        List<String> named = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].startsWith("{")) {
                named.add(path.get(i));
            } else if (!parts[i].equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(named);
    }
}
