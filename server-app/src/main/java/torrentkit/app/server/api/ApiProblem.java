package torrentkit.app.server.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;

/** A request that the API cannot answer as asked. The message is a sentence for whoever wrote the request. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient HttpResponseStatus status;

    private ApiProblem(HttpResponseStatus status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    static ApiProblem badRequest(String detail) {
        return new ApiProblem(HttpResponseStatus.BAD_REQUEST, detail);
    }

    static ApiProblem forbidden(String detail) {
        return new ApiProblem(HttpResponseStatus.FORBIDDEN, detail);
    }

    /** What is absent, hidden or not served: nobody learns which. */
    static ApiProblem absent(String what) {
        return new ApiProblem(HttpResponseStatus.NOT_FOUND, "There is no such " + what.toLowerCase(Locale.ROOT) + ".");
    }

    static ApiProblem methodNotAllowed(String allowed) {
        return new ApiProblem(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only " + allowed + " is answered here.");
    }

    static ApiProblem busy() {
        return new ApiProblem(
                HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many requests are waiting; ask again later.");
    }

    HttpResponseStatus status() {
        return status;
    }
}
