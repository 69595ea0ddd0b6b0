package torrentkit.app.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;

/** What is wrong with a request as such, whatever it asks for. After such an answer the connection is closed. */
final class RequestCheck {
    private RequestCheck() {}

    /** The answer to a request that is not to be looked at further. */
    static Optional<Answer> refusal(HttpRequest request, HttpRoutes routes) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(undecodable(request.decoderResult().cause()));
        }
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return Optional.of(HttpAnswers.text(
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "Only HTTP/1.1 and HTTP/1.0 are spoken here."));
        }
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || hosts.isEmpty() && request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0) {
            return Optional.of(HttpAnswers.text(
                    HttpResponseStatus.BAD_REQUEST,
                    "A request has one Host header; this one has " + hosts.size() + "."));
        }
        if (hasBody(request)) {
            if (!routes.knows(request.method())) {
                return Optional.of(HttpAnswers.methodNotAllowed(List.of(HttpMethod.GET, HttpMethod.HEAD)));
            }
            return Optional.of(HttpAnswers.text(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "No request here has a body; this one announces one."));
        }
        return Optional.empty();
    }

    private static boolean hasBody(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request)
                || request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                || request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH).stream()
                        .anyMatch(length -> !length.strip().equals("0"));
    }

    private static Answer undecodable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpAnswers.text(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The request line is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return HttpAnswers.text(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The header of the request is too long.");
        }
        return HttpAnswers.text(HttpResponseStatus.BAD_REQUEST, "This is not an HTTP request.");
    }
}
