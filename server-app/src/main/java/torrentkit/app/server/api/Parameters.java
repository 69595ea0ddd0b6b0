package torrentkit.app.server.api;

import java.util.List;
import java.util.Optional;
import torrentkit.app.server.http.RequestPath;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.text.Shown;

/** The query parameters of a request, each checked when it is asked for. */
public record Parameters(WebRequest request) {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;

    /** @throws ApiProblem when it is given more than once */
    Optional<String> text(String key) {
        List<String> values = request.query().getOrDefault(key, List.of());
        if (values.size() > 1) {
            throw ApiProblem.badRequest("The parameter " + key + " is given " + values.size() + " times, not once.");
        }
        return values.stream().findFirst();
    }

    /** @throws ApiProblem when it is missing, empty or given more than once */
    String required(String key) {
        return text(key)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> ApiProblem.badRequest("The parameter " + key + " is missing."));
    }

    /** @throws ApiProblem when it is not a number from 1 to {@link #MAX_LIMIT} */
    int limit() {
        Optional<String> limit = text("limit");
        if (limit.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        try {
            int number = Integer.parseInt(limit.get());
            if (number >= 1 && number <= MAX_LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the same sentence as for a number that is too large
        }
        throw ApiProblem.badRequest(
                "The parameter limit is a number from 1 to " + MAX_LIMIT + ", not " + Shown.text(limit.get()) + ".");
    }

    /** The names in the parameter {@code path}; none when it is missing or empty. */
    List<String> path() {
        return names(text("path").orElse("")).orElseThrow(() -> ApiProblem.absent("directory"));
    }

    /** The names in a path that is decoded already, by the same rules as for the path of a URL. */
    public static Optional<List<String>> names(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return Optional.of(List.of());
        }
        return RequestPath.names(RequestPath.encode(List.of(path)));
    }
}
