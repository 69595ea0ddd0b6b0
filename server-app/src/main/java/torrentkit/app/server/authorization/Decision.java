package torrentkit.app.server.authorization;

import java.util.List;
import java.util.Map;

/** What is to become of a request. */
public sealed interface Decision {
    /** It may go on, in the name of the caller. */
    record Allowed(Caller caller) implements Decision {}

    /**
     * It ends here.
     *
     * @param status of HTTP: 400, 401, 403, 429 or 503
     * @param sentence for a person
     * @param headers of the answer, besides the usual
     * @param caller who it was, as far as that is proven
     */
    record Denied(int status, String sentence, Map<String, List<String>> headers, Caller caller) implements Decision {}
}
