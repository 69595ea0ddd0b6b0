package torrentkit.app.server.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;

/**
 * What a front end has counted since it began to listen.
 *
 * @param requests answered ones; one entry for each group of methods and class of status codes
 * @param requestsInFlight whole requests whose answer is not completely sent
 * @param bodyBytesSent what clients have taken of the bodies of answers
 * @param connections open now
 * @param acceptedConnections the refused ones included
 * @param refusedConnections those over a limit
 * @param failedHandshakes of TLS
 */
public record HttpCounters(
        List<Requests> requests,
        long requestsInFlight,
        long bodyBytesSent,
        long connections,
        long acceptedConnections,
        long refusedConnections,
        long failedHandshakes) {

    /** @param statusClass 1 to 5, the first digit of the status code */
    public record Requests(Method method, int statusClass, long count) {}

    /** Methods in groups, so that no outsider makes up new ones. */
    public enum Method {
        GET,
        HEAD,
        POST,
        OTHER;

        static Method of(HttpMethod method) {
            return switch (method.name()) {
                case "GET" -> GET;
                case "HEAD" -> HEAD;
                case "POST" -> POST;
                default -> OTHER;
            };
        }
    }
}
