package torrentkit.app.client.http;

import java.util.Optional;

/** What a {@link LocalServer} has to offer. Called on the server's event loop, one request after the other. */
public interface LocalSite {
    /**
     * What lies at a path.
     *
     * @param path as it was sent, beginning with a slash, without the query
     * @param accept the request's {@code Accept} header, empty when it has none
     */
    Optional<Answer> get(String path, String accept);

    /** The feed that a WebSocket at this path follows. */
    default Optional<Feed> feed(String path) {
        return Optional.empty();
    }
}
