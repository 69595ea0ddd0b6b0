package torrentkit.app.server.http;

import java.util.Optional;

/** What a {@link Gate} says to a request. */
public sealed interface Admission {
    /**
     * The request goes to its route.
     *
     * @param request the one that came in, with the user and the viewer that the gate found it to have
     */
    record Admitted(WebRequest request) implements Admission {}

    /**
     * The request is answered at the gate.
     *
     * @param user who it was, if that is known; for the access log
     */
    record Refused(Answer answer, Optional<String> user) implements Admission {}
}
